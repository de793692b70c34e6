/// What a builder may know about the round it builds for.
///
/// Nothing here depends on draws that the target has yet to make, so a tree may follow any of it and sampling stays
/// exact.
public struct RoundSituation: Sendable {
    /// How many tokens the target's KV cache holds.
    public var contextLength: Int

    /// The longest path that could still be emitted before a token or context limit.
    public var remainingDepth: Int

    /// How many committed tokens the draft has yet to read in its first pass of a round.
    public var unreadTokens: Int

    /// Costs of this target and draft; nil unless the builder asks for them (``TreeTraits/costs``).
    public var costs: RoundCosts?

    /// How often drafted tokens were accepted; without trials unless the builder asks for costs.
    public var acceptance: AcceptanceStatistics

    /// Whether drafting has paid lately; at its beginning unless the builder asks for costs.
    public var pace: DraftingPace

    /// Describes a round's start.
    ///
    /// - Parameters:
    ///   - contextLength: How many tokens the target's KV cache holds.
    ///   - remainingDepth: The longest path that could still be emitted.
    ///   - unreadTokens: How many committed tokens the draft has yet to read.
    ///   - costs: Measured costs, if any.
    ///   - acceptance: How often drafted tokens were accepted.
    ///   - pace: Whether drafting has paid lately.
    public init(
        contextLength: Int, remainingDepth: Int, unreadTokens: Int = 1, costs: RoundCosts? = nil,
        acceptance: AcceptanceStatistics = untried, pace: DraftingPace = DraftingPace()
    ) {
        self.contextLength = contextLength
        self.remainingDepth = remainingDepth
        self.unreadTokens = unreadTokens
        self.costs = costs
        self.acceptance = acceptance
        self.pace = pace
    }

    /// No trials; shared, so that rounds without statistics allocate none.
    public static let untried = AcceptanceStatistics()
}
