/// What a builder may know about the round it builds for.
public struct RoundSituation: Sendable {
    /// How many tokens the target's KV cache holds.
    public var contextLength: Int

    /// The longest path that could still be emitted before a token or context limit.
    public var remainingDepth: Int

    /// Measured costs of this target and draft on this machine; nil while nothing has measured them.
    public var costs: (any RoundCosts)?

    /// Describes a round's start.
    ///
    /// - Parameters:
    ///   - contextLength: How many tokens the target's KV cache holds.
    ///   - remainingDepth: The longest path that could still be emitted.
    ///   - costs: Measured costs, if any.
    public init(contextLength: Int, remainingDepth: Int, costs: (any RoundCosts)? = nil) {
        self.contextLength = contextLength
        self.remainingDepth = remainingDepth
        self.costs = costs
    }
}

/// Seconds that the parts of a round take, for builders that weigh tokens against time.
public protocol RoundCosts: Sendable {
    /// The time of one target pass.
    ///
    /// - Parameters:
    ///   - nodes: How many tree nodes it scores, the root included.
    ///   - context: How many tokens the KV cache holds.
    /// - Returns: Seconds.
    func verifySeconds(nodes: Int, context: Int) -> Double

    /// The time of one draft pass.
    ///
    /// - Parameters:
    ///   - width: How many nodes it expands.
    ///   - context: How many tokens precede the tree.
    /// - Returns: Seconds.
    func draftSeconds(width: Int, context: Int) -> Double
}
