import Foundation
import Speculation

/// Values without gradients, for checking what objectives compute.
struct Numbers: DifferentiableValue, Equatable {
    var numbers: [Double]

    static func + (left: Numbers, right: Numbers) -> Numbers {
        Numbers(numbers: zip(left.numbers, right.numbers).map { $0 + $1 })
    }

    static func * (left: Numbers, right: Numbers) -> Numbers {
        Numbers(numbers: zip(left.numbers, right.numbers).map { $0 * $1 })
    }

    func scaled(by factor: Double) -> Numbers { Numbers(numbers: numbers.map { $0 * factor }) }

    func scaled(by factors: [Double]) -> Numbers { self * Numbers(numbers: factors) }

    func shifted(by terms: [Double]) -> Numbers { self + Numbers(numbers: terms) }

    func sum() -> Numbers { Numbers(numbers: [numbers.reduce(0, +)]) }

    func mapped(_ function: ElementaryFunction) -> Numbers {
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
struct NumberBench: TrainingBench {
    /// Rows that count at every step, each with this loss.
    var rowLosses: [Double] = [1]

    /// The target's probabilities of the first and second node of a position's tree, by draft.
    var probabilities: (Int, TrainedDraft) -> (Double, Double) = { _, _ in (0.5, 0.25) }

    /// How many nodes of a position's tree greedy verification accepts.
    var accepted: (Int) -> Int = { _ in 1 }

    /// The log-probability that a draft gives to a path after a position.
    var logProbability: ([Token], Int, TrainedDraft) -> Double = { _, _, _ in -1 }

    /// log q of the sequence's own token at each depth, and how far it is known.
    var steps: (Int) -> [Double] = { _ in [] }

    /// What was asked for.
    private(set) var asked: [(divergence: TokenDivergence, step: Int)] = []
    private var owner: TrainedDraft = .current

    init(rowLosses: [Double] = [1]) { self.rowLosses = rowLosses }

    mutating func tokenLoss(step: Int, divergence: TokenDivergence) throws -> Numbers {
        asked.append((divergence, step))
        return Numbers(numbers: rowLosses)
    }

    mutating func pathLogProbabilities(
        at positions: [Int], depth: Int
    ) throws -> (values: [Numbers], known: [Int]) {
        let known = positions.map { min(steps($0).count, depth) }
        let values = (0..<depth).map { step in
            Numbers(numbers: positions.map { steps($0).count > step ? steps($0)[step] : 0 })
        }
        return (values, known)
    }

    mutating func trees(at positions: [Int], by draft: TrainedDraft) throws -> [TokenTree] {
        owner = draft
        return positions.map { position in
            var candidates = Candidates()
            candidates.append(position + 100, after: 0, logProbability: -0.5)
            candidates.append(position + 200, after: 1, logProbability: -1)
            var tree = TokenTree(root: position)
            tree.attach(candidates)
            return tree
        }
    }

    mutating func opinions(
        on trees: [TokenTree], at positions: [Int], temperature: Double?
    ) throws -> [TreeOpinion] {
        positions.map { position in
            let (first, second) = probabilities(position, owner)
            return TreeOpinion(
                probabilities: [1, first, second], acceptedPath: Array([1, 2].prefix(accepted(position))))
        }
    }

    mutating func logProbabilities(
        of paths: [[Token]], at positions: [Int], by draft: TrainedDraft
    ) throws -> Numbers {
        Numbers(numbers: zip(paths, positions).map { logProbability($0, $1, draft) })
    }
}
