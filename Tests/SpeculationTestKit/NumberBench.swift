import Foundation
public import Speculation

/// Values without gradients, for checking what objectives compute.
public struct Numbers: DifferentiableValue, Equatable, Sendable {
    /// The numbers.
    public var numbers: [Double]

    /// Makes a value of its numbers.
    public init(numbers: [Double]) { self.numbers = numbers }

    /// The sum of two values, number by number.
    public static func + (left: Numbers, right: Numbers) -> Numbers {
        Numbers(numbers: zip(left.numbers, right.numbers).map { $0 + $1 })
    }

    /// The product of two values, number by number.
    public static func * (left: Numbers, right: Numbers) -> Numbers {
        Numbers(numbers: zip(left.numbers, right.numbers).map { $0 * $1 })
    }

    /// Each number times a constant.
    public func scaled(by factor: Double) -> Numbers { Numbers(numbers: numbers.map { $0 * factor }) }

    /// Each number times a constant of its own.
    public func scaled(by factors: [Double]) -> Numbers { self * Numbers(numbers: factors) }

    /// Each number plus a constant of its own.
    public func shifted(by terms: [Double]) -> Numbers { self + Numbers(numbers: terms) }

    /// The sum of all numbers.
    public func sum() -> Numbers { Numbers(numbers: [numbers.reduce(0, +)]) }

    /// A function of each number.
    public func mapped(_ function: ElementaryFunction) -> Numbers {
        Numbers(
            numbers: numbers.enumerated().map { place, number in
                switch function {
                case .exponential: exp(number)
                case .logarithm: log(number)
                case .sigmoid: 1 / (1 + exp(-number))
                case .clipped(let lower, let upper): min(max(number, lower), upper)
                case .clippedSurrogate(let advantages, let lower, let upper):
                    min(number * advantages[place], min(max(number, lower), upper) * advantages[place])
                }
            })
    }
}

/// A bench of made-up answers: two-node chains, and whatever else a test states.
public struct NumberBench: TrainingBench {
    /// Rows that count at every step, each with this loss.
    public var rowLosses: [Double] = [1]

    /// The target's probabilities of the first and second node of a position's tree, by draft.
    public var probabilities: (Int, TrainedDraft) -> (Double, Double) = { _, _ in (0.5, 0.25) }

    /// How many nodes of a position's tree greedy verification accepts.
    public var accepted: (Int) -> Int = { _ in 1 }

    /// The log-probability that a draft gives to a path after a position.
    public var logProbability: ([Token], Int, TrainedDraft) -> Double = { _, _, _ in -1 }

    /// log q of the sequence's own token at each depth, and how far it is known.
    public var steps: (Int) -> [Double] = { _ in [] }

    /// Which steps were asked for, and by which divergence.
    public private(set) var asked: [(divergence: TokenDivergence, step: Int)] = []

    /// Whether the frozen copy of the start was used.
    public private(set) var usedReferenceDraft = false

    /// The deepest paths that were asked for along the sequence.
    public private(set) var deepestPath = 0

    private var owner: TrainedDraft = .current

    /// Makes a bench.
    ///
    /// - Parameter rowLosses: The losses of the rows that count at every step.
    public init(rowLosses: [Double] = [1]) { self.rowLosses = rowLosses }

    /// The stated losses.
    public mutating func tokenLoss(step: Int, divergence: TokenDivergence) throws -> Numbers {
        asked.append((divergence, step))
        return Numbers(numbers: rowLosses)
    }

    /// The stated steps, as far as they go.
    public mutating func pathLogProbabilities(
        at positions: [Int], depth: Int
    ) throws -> (values: [Numbers], known: [Int]) {
        deepestPath = max(deepestPath, depth)
        let known = positions.map { min(steps($0).count, depth) }
        let values = (0..<depth).map { step in
            Numbers(numbers: positions.map { steps($0).count > step ? steps($0)[step] : 0 })
        }
        return (values, known)
    }

    /// Chains of two nodes, whose tokens tell the position.
    public mutating func trees(at positions: [Int], by draft: TrainedDraft) throws -> [TokenTree] {
        owner = draft
        if draft == .reference { usedReferenceDraft = true }
        return positions.map { position in
            var candidates = Candidates()
            candidates.append(position + 100, after: 0, logProbability: -0.5)
            candidates.append(position + 200, after: 1, logProbability: -1)
            var tree = TokenTree(root: position)
            tree.attach(candidates)
            return tree
        }
    }

    /// The stated probabilities and accepted paths.
    public mutating func opinions(
        on trees: [TokenTree], at positions: [Int], temperature: Double?
    ) throws -> [TreeOpinion] {
        positions.map { position in
            let (first, second) = probabilities(position, owner)
            return TreeOpinion(
                probabilities: [1, first, second], acceptedPath: Array([1, 2].prefix(accepted(position))))
        }
    }

    /// The stated log-probabilities.
    public mutating func logProbabilities(
        of paths: [[Token]], at positions: [Int], by draft: TrainedDraft
    ) throws -> Numbers {
        if draft == .reference { usedReferenceDraft = true }
        return Numbers(numbers: zip(paths, positions).map { logProbability($0, $1, draft) })
    }
}
