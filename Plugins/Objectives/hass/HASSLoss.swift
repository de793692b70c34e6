public import Speculation

/// Cross-entropy that insists on the tokens that decoding would take, over a few of the draft's own steps.
///
/// HASS (Zhang et al. 2024, arXiv 2408.15766). Harmonised context alignment lets the draft read its own states for a few steps,
/// which is the training-time test with the paper's three; harmonised objective distillation adds the cross-entropy over the
/// target's K most probable tokens, unnormalised, since what decoding drafts comes from those. The paper trains EAGLE heads,
/// whose loss has a term for features; heads that are trained on their outputs alone have none, as in EAGLE-3.
public struct HASSLoss: Objective, Plugin {
    /// The word that strategy files use.
    public static let name = "hass"

    /// What `espalier plugins` says of it.
    public static let summary = "cross-entropy, and once more over the target's best tokens (HASS, arXiv 2408.15766)"

    private let token: TrainingTimeTest
    private let topK: Int
    private let weight: Double

    /// Reads the options, with the paper's values as defaults.
    public init(from options: inout OptionReader) {
        token = TrainingTimeTest(from: &options, steps: 3)
        topK = options.integer(
            "top_k", default: 10, in: 1...1000, help: "How many of the target's most probable tokens count again.")
        weight = options.number("weight", default: 1, in: 0...100, help: "Weight of the term of those tokens.")
    }

    /// Unrolled steps alone.
    public var traits: ObjectiveTraits {
        ObjectiveTraits(unrolledSteps: token.steps, needsReferenceDraft: false)
    }

    /// The weighted sums of all steps' cross-entropies.
    public func loss<Bench: TrainingBench>(
        of sequence: TrainingSequence, on bench: inout Bench, using random: inout SeededRandom
    ) throws -> [LossTerm<Bench.Value>] {
        var terms = [LossTerm("cross-entropy", try token.loss(of: sequence, on: &bench))]
        if weight > 0 {
            let best = try token.loss(of: sequence, on: &bench, divergence: .topCrossEntropy(count: topK))
            terms.append(LossTerm("top-k", best.scaled(by: weight)))
        }
        return terms
    }
}
