import Speculation

extension DecodingLoop {
    /// Emits the accepted path and the bonus token, and commits them in target, draft and builder.
    ///
    /// Limits cut the path before anything is committed; a sequence that has ended commits nothing.
    ///
    /// - Returns: How many tokens were emitted.
    mutating func commit(_ outcome: RoundOutcome) throws -> Int {
        let tree = outcome.tree
        let verdict = outcome.verdict
        let count = emit(verdict.path.map { tree.tokens[$0] } + [verdict.bonus])
        builder?.observe(outcome)
        clock.lap(\.other)
        guard finish == nil else { return count }

        let path = [0] + verdict.path
        unreadTokens += path.count
        let features = try target.keep(path)
        clock.lap(\.target)
        try draft?.commit(
            Commitment(tokens: path.map { tree.tokens[$0] }, next: verdict.bonus, features: features, round: outcome))
        clock.lap(\.draft)
        return count
    }

    /// Writes down the round as counts.
    mutating func record(grown: TokenTree, outcome: RoundOutcome, emitted: Int) -> RoundRecord {
        let tree = outcome.tree
        let path = outcome.verdict.path
        let greedyPath = grown.greedyPath()
        let keptPath = tree.greedyPath()
        let onGreedyPath = !path.isEmpty && path == Array(keptPath.prefix(path.count))
        clock.lap(\.other)
        return RoundRecord(
            drafted: tree.draftedCount, depth: tree.deepest, accepted: min(emitted, path.count), emitted: emitted,
            greedyPath: greedyPath.map { grown.tokens[$0] }, greedyPathPruned: keptPath.count < grown.deepest,
            acceptedGreedyPath: onGreedyPath, seconds: clock.seconds)
    }

    /// Learns from the round what rounds cost and bring, and hands it to the sequences to come when this one has ended.
    ///
    /// A round that ended the sequence kept no path: its seconds would be those of half a round.
    mutating func learn(grown: TokenTree, outcome: RoundOutcome, context: Int) {
        guard experience != nil else { return }
        if finish == nil {
            experience?.learn(
                from: ObservedRound(
                    grown: grown, outcome: outcome, passes: passes, context: context, seconds: clock.seconds))
        } else if let experience {
            engine.experience?.remember(experience)
        }
    }
}
