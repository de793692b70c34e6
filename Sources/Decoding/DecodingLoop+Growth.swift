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
            let unread = draft?.unread ?? 0
            if let frontier { try declared?.check(frontier, of: grown) }
            guard let frontier, let candidates = try draft?.expand(frontier, of: grown) else { break }
            let seconds = clock.lap(\.draft)
            passes.append(DraftPass(size: passes.isEmpty ? unread : frontier.nodes.count, seconds: seconds))
            guard candidates.count > 0 else { break }
            grown.attach(candidates)
        }
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
