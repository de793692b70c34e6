public import Speculation

/// EAGLE-3's objective: soft cross-entropy with training-time test (arXiv 2503.01840).
///
/// At every row and unrolled step the draft learns the target's distribution over the draft's vocabulary. It is what heads
/// are trained with first, and the baseline that tree-aware objectives must beat at equal compute.
public struct CrossEntropy: Objective, Plugin {
    /// The word that strategy files use.
    public static let name = "cross-entropy"

    /// What `espalier plugins` says of it.
    public static let summary = "soft cross-entropy with training-time test (EAGLE-3, arXiv 2503.01840)"

    private let token: TrainingTimeTest

    /// Reads the options.
    public init(from options: inout OptionReader) {
        token = TrainingTimeTest(from: &options)
    }

    /// Unrolled steps alone.
    public var traits: ObjectiveTraits {
        ObjectiveTraits(unrolledSteps: token.steps, needsReferenceDraft: false)
    }

    /// The weighted sum of all steps' cross-entropy.
    public func loss<Bench: TrainingBench>(
        of sequence: TrainingSequence, on bench: inout Bench, using random: inout SeededRandom
    ) throws -> [LossTerm<Bench.Value>] {
        [LossTerm("cross-entropy", try token.loss(of: sequence, on: &bench))]
    }
}
