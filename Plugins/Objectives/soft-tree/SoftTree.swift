public import Speculation

/// Pulls the target's own path into the tree where it falls just outside: a tree-aware loss without a policy gradient.
///
/// After a prefix the strategy's own builder selects nodes by their cumulative draft log-probability; let θ be the score
/// of the last one that it selects, a constant, and s_j the score of the target's path down to depth j, differentiable
/// through the unrolled steps. A node of the path is in the tree roughly where s_j > θ, so the accepted length is
/// about Σ_j [s_j > θ], and
///
/// ```
/// L = L_token - omega · mean over positions of Σ_j sigmoid((s_j - θ) / temperature)
/// ```
/// is its smooth stand-in: the gradient is largest where a path just misses, and fades once it is inside. The sequence
/// must be the target's own answer, so that its tokens are the target's path.
public struct SoftTree: Objective, Plugin {
    /// The word that strategy files use.
    public static let name = "soft-tree"

    /// What `espalier plugins` says of it.
    public static let summary = "a differentiable stand-in for the length that the strategy's own tree accepts"

    private let token: TrainingTimeTest
    private let omega: Double
    private let temperature: Double
    private let places: PlaceChoice
    private let tokenWeight: Double

    /// Reads the options.
    public init(from options: inout OptionReader) {
        token = TrainingTimeTest(from: &options)
        omega = options.number("omega", default: 3, in: 0...1000, help: "Weight of the tree's term.")
        temperature = options.number(
            "temperature", default: 1, in: 0.001...100,
            help: "Softness of a node's selection, in units of log-probability.")
        places = PlaceChoice(from: &options)
        tokenWeight = options.number(
            "token_weight", default: 1, in: 0...100, help: "Weight of the cross-entropy beside it.")
    }

    /// Trees of the current draft.
    public var traits: ObjectiveTraits {
        ObjectiveTraits(unrolledSteps: token.steps, needsReferenceDraft: false, growsTrees: true)
    }

    /// The token loss and the tree's.
    public func loss<Bench: TrainingBench>(
        of sequence: TrainingSequence, on bench: inout Bench, using random: inout SeededRandom
    ) throws -> [LossTerm<Bench.Value>] {
        var terms: [LossTerm<Bench.Value>] = []
        if tokenWeight > 0 {
            let loss = try token.loss(of: sequence, on: &bench)
            terms.append(LossTerm("cross-entropy", loss.scaled(by: tokenWeight)))
        }
        let (chosen, trees) = try places.trees(of: sequence, on: &bench, using: &random)
        if let length = try softLength(of: trees, after: chosen, on: &bench) {
            terms.append(LossTerm("soft-tree", length.scaled(by: -omega / Double(chosen.count))))
        }
        return terms
    }

    /// The sum over positions of the soft accepted length; nil where no path has a token that the draft could propose.
    private func softLength<Bench: TrainingBench>(
        of trees: [TokenTree], after positions: [Int], on bench: inout Bench
    ) throws -> Bench.Value? {
        guard !positions.isEmpty else { return nil }
        let thresholds = trees.map { $0.scores.dropFirst().min().map(Double.init) }
        let (values, known) = try bench.pathLogProbabilities(at: positions, depth: token.steps)
        var score: Bench.Value?
        var total: Bench.Value?
        for (index, value) in values.enumerated() {
            let sum = score.map { $0 + value } ?? value
            score = sum
            let counts = positions.indices.map { place in
                thresholds[place] != nil && known[place] > index && trees[place].deepest > index
            }
            guard counts.contains(true) else { break }
            let term = sum.shifted(by: thresholds.map { -($0 ?? 0) }).scaled(by: 1 / temperature).mapped(.sigmoid)
                .scaled(by: counts.map { $0 ? 1 : 0 }).sum()
            total = total.map { $0 + term } ?? term
        }
        return total
    }
}
