import Speculation

extension DecodingLoop {
    /// Emits the accepted path and the bonus token, and commits in target and draft all that is emitted but the last token.
    ///
    /// Limits cut the path before anything is committed.
    ///
    /// - Parameters:
    ///   - outcome: The round.
    ///   - scores: The target's rows of its tree, before any rule.
    /// - Returns: How many tokens were emitted.
    /// - Throws: Whatever the target and the draft throw.
    mutating func commit(_ outcome: RoundOutcome, scoredAs scores: TreeScores) throws -> Int {
        let count = emit(outcome, scoredAs: scores)
        clock.lap(\.other)
        let features = try target.keep(keptNodes)
        clock.lap(\.target)
        guard draft != nil else { return count }
        let round = count > outcome.path.count ? outcome : outcome.cut(to: count - 1)
        try draft?.commit(
            Commitment(tokens: keptTokens, next: round.verdict.bonus, features: features, round: round))
        clock.lap(\.draft)
        return count
    }

    /// Emits the accepted path and the bonus token, and lists what is to be committed: the root and the path before the last
    /// token emitted.
    private mutating func emit(_ outcome: RoundOutcome, scoredAs scores: TreeScores) -> Int {
        keptNodes.removeAll(keepingCapacity: true)
        keptTokens.removeAll(keepingCapacity: true)
        keptNodes.append(0)
        keptTokens.append(outcome.tree.tokens[0])
        var count = 0
        for node in outcome.path {
            let token = outcome.tree.tokens[node]
            count += emit(token, after: outcome.tree.parents[node], of: scores)
            guard finish == nil else { return count }
            keptNodes.append(node)
            keptTokens.append(token)
        }
        return count + emit(outcome.verdict.bonus, after: outcome.verdict.lastAccepted, of: scores)
    }

    /// Writes down the round as counts.
    mutating func write(_ record: inout RoundRecord, grown: TokenTree, outcome: RoundOutcome, emitted: Int) {
        let tree = outcome.tree
        let grownEnd = grown.greedyPathEnd()
        let keptEnd = tree.greedyPathEnd()
        let last = outcome.verdict.lastAccepted
        record.drafted = tree.draftedCount
        record.depth = tree.deepest
        record.accepted = min(emitted, outcome.path.count)
        record.emitted = emitted
        greedyNodes.removeAll(keepingCapacity: true)
        grown.appendPath(to: grownEnd, to: &greedyNodes)
        record.greedyPath.removeAll(keepingCapacity: true)
        for node in greedyNodes { record.greedyPath.append(grown.tokens[node]) }
        record.greedyPathPruned = tree.depths[keptEnd] < grown.deepest
        record.acceptedGreedyPath = last > 0 && tree.isOnPath(last, to: keptEnd)
        clock.lap(\.other)
        record.seconds = clock.seconds
    }

    /// Lets the builder learn from the round, and hands it on to the sequences to come when this one has ended.
    ///
    /// A round that ended the sequence may have been cut short: its seconds tell nothing of others.
    mutating func learn(grown: TokenTree, outcome: RoundOutcome, context: Int) {
        let hasEnded = finish != nil
        builder?.observe(
            ObservedRound(
                grown: grown, outcome: outcome, contextLength: context, passes: passes,
                seconds: hasEnded ? nil : clock.seconds))
        if hasEnded { engine.succession.handOn(builder) }
    }
}
