import Speculation

extension DecodingLoop {
    /// Grows a tree, and takes the part of it that is worth scoring and can still be emitted.
    mutating func candidates() throws -> TokenTree {
        // Made in place: a property's getter would be handed a copy of the whole loop.
        let situation = RoundSituation(
            contextLength: contextLength, remainingDepth: remainingDepth, unreadTokens: unreadTokens,
            learned: experience)
        try grow(in: situation)
        let tree = builder?.pruned(grown, in: situation) ?? grown
        let limited = tree.limited(toDepth: situation.remainingDepth)
        clock.lap(\.tree)
        return limited
    }

    /// Grows the candidates: the builder names nodes, the draft answers with their likely children.
    private mutating func grow(in situation: RoundSituation) throws {
        grown.restart(root: emitted[emitted.count - 1])
        passes.removeAll(keepingCapacity: true)
        guard draft != nil, builder != nil else { return }
        while grown.deepest < situation.remainingDepth {
            let frontier = builder?.frontier(of: grown, in: situation)
            clock.lap(\.tree)
            guard let frontier, let candidates = try draft?.expand(frontier, of: grown) else { break }
            let seconds = clock.lap(\.draft)
            passes.append(DraftPass(size: passes.isEmpty ? unreadTokens : frontier.nodes.count, seconds: seconds))
            unreadTokens = 0
            guard candidates.count > 0 else { break }
            grown.attach(candidates)
        }
    }
}
