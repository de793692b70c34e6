import Speculation

extension DecodingLoop {
    /// Grows the candidates: the builder names nodes, the draft answers with their likely children.
    mutating func grow(in situation: RoundSituation) throws {
        grown.restart(root: emitted[emitted.count - 1])
        passes.removeAll(keepingCapacity: true)
        guard draft != nil, builder != nil else { return }
        draft?.session.beginRound()
        while grown.deepest < situation.remainingDepth {
            let frontier = builder?.nextFrontier(of: grown, in: situation)
            clock.lap(\.tree)
            guard let frontier else { break }
            try declared?.check(frontier, of: grown, after: passes.count, sources: draft?.sourceCount ?? 1)
            let unread = draft?.unread(growing: frontier) ?? 0
            guard let candidates = try draft?.expand(frontier, of: grown) else { break }
            write(frontier, reading: unread, after: clock.lap(\.draft))
            grown.attach(candidates)
            guard candidates.count > 0 || frontier.source != nil else { break }
        }
    }

    /// Writes down a pass of the draft.
    private mutating func write(_ frontier: Frontier, reading unread: Int, after seconds: Double) {
        let source = frontier.source ?? 0
        let isFirst = !passes.contains { $0.source == source }
        passes.append(
            DraftPass(
                size: isFirst ? unread : frontier.nodes.count, seconds: seconds, source: source, isFirst: isFirst))
    }

    /// The part of the grown tree that is worth scoring and can still be emitted.
    mutating func prune(in situation: RoundSituation) throws -> TokenTree {
        let tree = builder?.prune(grown, in: situation) ?? grown
        try declared?.check(tree)
        let limited = tree.limited(toDepth: situation.remainingDepth)
        clock.lap(\.tree)
        return limited
    }
}
