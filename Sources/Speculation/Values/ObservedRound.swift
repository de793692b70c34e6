/// A round that has ended: what was grown, what became of it, and what it took.
public struct ObservedRound: Sendable {
    /// The tree as grown, before pruning; the tree that was scored leads back to it (``TokenTree/origins``).
    public let grown: TokenTree

    /// The tree that was scored, and the verdict on it.
    public let outcome: RoundOutcome

    /// How many tokens the target's KV cache held before the round.
    public let contextLength: Int

    /// The draft's passes in their order; empty when it was not used.
    public let passes: [DraftPass]

    /// What the round took; nil where it ended the sequence: nothing is kept of the last tree, so that its seconds would be
    /// those of half a round.
    public let seconds: PhaseSeconds?

    /// Gathers a round.
    ///
    /// - Parameters:
    ///   - grown: The tree as grown.
    ///   - outcome: The tree that was scored, and the verdict on it.
    ///   - contextLength: How many tokens the target's KV cache held before the round.
    ///   - passes: The draft's passes in their order.
    ///   - seconds: What the round took; nil where it ended the sequence.
    public init(
        grown: TokenTree, outcome: RoundOutcome, contextLength: Int, passes: [DraftPass], seconds: PhaseSeconds?
    ) {
        self.grown = grown
        self.outcome = outcome
        self.contextLength = contextLength
        self.passes = passes
        self.seconds = seconds
    }
}

/// One pass of the draft: how much it ran, and how long.
public struct DraftPass: Sendable, Hashable {
    /// How many committed tokens the draft's first pass of a round had to read, or how many nodes a further pass expanded.
    public let size: Int

    /// What it took.
    public let seconds: Double

    /// Which of several merged drafts it was a pass of; 0 when there is only one, or for all of them together.
    public let source: Int

    /// Whether it was that draft's first pass of the round.
    public let isFirst: Bool

    /// States a pass.
    ///
    /// - Parameters:
    ///   - size: Committed tokens that the first pass had to read, or nodes that a further one expanded.
    ///   - seconds: What it took.
    ///   - source: Which of several merged drafts it was a pass of.
    ///   - isFirst: Whether it was that draft's first pass of the round.
    public init(size: Int, seconds: Double, source: Int = 0, isFirst: Bool) {
        self.size = size
        self.seconds = seconds
        self.source = source
        self.isFirst = isFirst
    }
}
