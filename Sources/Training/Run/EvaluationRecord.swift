public import Evaluation

/// How the head did on held-out prompts, for the log.
public struct EvaluationRecord: Sendable, Equatable {
    /// After how many updates.
    public let step: Int

    /// Emitted tokens for each target pass.
    public let tau: Double

    /// The 95 % interval of ``tau`` over prompts; nil with fewer than two.
    public let interval: ConfidenceInterval?

    /// How many prompts were decoded.
    public let prompts: Int

    /// Whether it is the best of the run so far.
    public let isBest: Bool
}
