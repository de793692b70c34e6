extension GenerationTally {
    /// Emitted tokens per target pass; plain decoding has 1. Nil without rounds.
    ///
    /// The first token of an answer comes from reading the prompt and counts on neither side.
    public var tau: Double? { Self.ratio(emitted, rounds) }

    /// All new tokens by wall-clock seconds, prompts included. Nil without time.
    public var tokensPerSecond: Double? { wallSeconds > 0 ? Double(newTokens) / wallSeconds : nil }

    /// Of the drafting rounds, the share that accepted at least *d* tokens, at index *d* - 1. Empty without any.
    public var jointAcceptance: [Double] {
        roundsAccepting.compactMap { Self.ratio($0, draftingRounds) }
    }

    /// Of the rounds that accepted at least *d* - 1 tokens, the share that accepted one more, at index *d* - 1.
    ///
    /// Nil at depths that no round came near.
    public var conditionalAcceptance: [Double?] {
        zip(roundsAccepting, [draftingRounds] + roundsAccepting).map(Self.ratio)
    }

    /// The greedy-path diagnostics; nil where nothing was drafted.
    public var greedyPath: GreedyPathDiagnostics? {
        guard let pruned = Self.ratio(greedyPathPruned, draftingRounds),
            let accepted = Self.ratio(greedyPathAccepted, draftingRounds),
            let matched = Self.ratio(greedyPathMatched, draftingRounds)
        else { return nil }
        return GreedyPathDiagnostics(pruned: pruned, accepted: accepted, tau: matched + 1)
    }

    private static func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
