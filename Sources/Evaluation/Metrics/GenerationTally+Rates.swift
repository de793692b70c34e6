extension GenerationTally {
    /// Emitted tokens per target pass; plain decoding has 1.
    ///
    /// Nil without rounds. The first token of an answer comes from reading the prompt and counts on neither side.
    public var tau: Double? { Self.ratio(emitted, rounds) }

    /// All new tokens by wall-clock seconds, prompts included; nil without time.
    public var tokensPerSecond: Double? { wallSeconds > 0 ? Double(newTokens) / wallSeconds : nil }

    /// Of the drafting rounds, the share that accepted at least *d* tokens, at index *d* - 1; empty without any.
    public var jointAcceptance: [Double] {
        roundsAccepting.compactMap { Self.ratio($0, draftingRounds) }
    }

    /// Of the rounds that accepted at least *d* - 1 tokens, the share that accepted one more, at index *d* - 1.
    ///
    /// Nil at depths that no round came near.
    public var conditionalAcceptance: [Double?] {
        zip(roundsAccepting, [draftingRounds] + roundsAccepting).map(Self.ratio)
    }

    /// What a round that drafts yields: accepted tokens per drafting round, and the bonus token.
    ///
    /// It differs from ``tau`` by leaving out rounds that drafted nothing, and by counting the bonus tokens that an
    /// answer's end cut off: the figure beside which ``GreedyPathDiagnostics/tau`` stands.
    public var draftingTau: Double? {
        Self.ratio(accepted, draftingRounds).map { $0 + 1 }
    }

    /// The greedy-path diagnostics; nil where nothing was drafted.
    public var greedyPath: GreedyPathDiagnostics? {
        guard let pruned = Self.ratio(greedyPathPruned, draftingRounds),
            let accepted = Self.ratio(greedyPathAccepted, draftingRounds),
            let matched = Self.ratio(greedyPathMatched, draftingRounds), let treeTau = draftingTau
        else { return nil }
        return GreedyPathDiagnostics(pruned: pruned, accepted: accepted, tau: matched + 1, treeTau: treeTau)
    }

    private static func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
