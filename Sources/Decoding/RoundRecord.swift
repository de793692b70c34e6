public import Speculation

/// What happened in one round, as counts; rates are derived where they are reported.
public struct RoundRecord: Sendable, Equatable {
    /// Drafted nodes that the target scored, without the root.
    public var drafted: Int

    /// The longest drafted path that the target scored.
    public var depth: Int

    /// Drafted tokens that were accepted and emitted; never counts the bonus token.
    public var accepted: Int

    /// Tokens emitted: ``accepted`` and, unless a limit cut it off, the bonus token.
    public var emitted: Int

    /// The draft's greedy path as grown, before pruning; empty when nothing was drafted.
    public var greedyPath: [Token]

    /// Whether pruning took away a part of the greedy path, or the builder ceased to grow it before other paths.
    public var greedyPathPruned: Bool

    /// Whether the accepted path is not empty and lies on the greedy path.
    public var acceptedGreedyPath: Bool

    /// Where the time went.
    public var seconds: PhaseSeconds

    /// A record to write a round into.
    public init() {
        self.init(
            drafted: 0, depth: 0, accepted: 0, emitted: 0, greedyPath: [], greedyPathPruned: false,
            acceptedGreedyPath: false, seconds: PhaseSeconds())
    }

    /// States a round.
    ///
    /// - Parameters:
    ///   - drafted: Drafted nodes that the target scored.
    ///   - depth: The longest drafted path.
    ///   - accepted: Drafted tokens that were accepted and emitted.
    ///   - emitted: Tokens emitted.
    ///   - greedyPath: The draft's greedy path as grown.
    ///   - greedyPathPruned: Whether a part of it was not scored.
    ///   - acceptedGreedyPath: Whether the accepted path lies on it.
    ///   - seconds: Where the time went.
    public init(
        drafted: Int, depth: Int, accepted: Int, emitted: Int, greedyPath: [Token], greedyPathPruned: Bool,
        acceptedGreedyPath: Bool, seconds: PhaseSeconds
    ) {
        self.drafted = drafted
        self.depth = depth
        self.accepted = accepted
        self.emitted = emitted
        self.greedyPath = greedyPath
        self.greedyPathPruned = greedyPathPruned
        self.acceptedGreedyPath = acceptedGreedyPath
        self.seconds = seconds
    }
}
