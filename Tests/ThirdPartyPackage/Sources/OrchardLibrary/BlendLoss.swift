import Speculation

/// Cross-entropy, blended with the chance that a token drawn from the draft is rejected.
///
/// Cross-entropy teaches a draft that knows nothing yet; the chance of rejection is what its speed depends on.
public struct BlendLoss: Objective, Plugin {
    /// The word that strategy files use.
    public static let name = "blend"

    /// What `espalier plugins` says of it.
    public static let summary = "Cross-entropy, blended with the chance of rejection."

    private let token: TrainingTimeTest
    private let share: Double

    /// Reads its options.
    public init(from options: inout OptionReader) {
        token = TrainingTimeTest(from: &options)
        share = options.number("share", default: 0.5, in: 0...1, help: "The weight of the chance of rejection.")
    }

    /// Unrolled steps alone.
    public var traits: ObjectiveTraits { ObjectiveTraits(unrolledSteps: token.steps, needsReferenceDraft: false) }

    /// Both parts, weighted.
    public func loss<Bench: TrainingBench>(
        of sequence: TrainingSequence, on bench: inout Bench, using random: inout SeededRandom
    ) throws -> [LossTerm<Bench.Value>] {
        [
            LossTerm("cross-entropy", try token.loss(of: sequence, on: &bench).scaled(by: 1 - share)),
            LossTerm(
                "rejection", try token.loss(of: sequence, on: &bench, divergence: .rejection).scaled(by: share)),
        ]
    }
}
