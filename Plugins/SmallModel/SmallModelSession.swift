import LanguageModels
import Speculation
import Tensors

/// One sequence of a small draft model.
struct SmallModelSession: DraftSession {
    private var session: TransformerSession

    /// Committed tokens that are not in the cache yet; the last one is the coming round's root.
    private var pending: [Token] = []

    /// For each node of the growing tree its place behind the committed tokens, or -1.
    private var offsetOfNode: [Int] = []
    private var expanded = 0

    private var best = TopCandidates()

    init(_ model: Transformer) throws {
        session = try TransformerSession(model)
    }

    mutating func commit(_ commitment: Commitment) throws {
        var tokens = commitment.tokens[...]
        if let round = commitment.round, pending.isEmpty {
            // The root is in the cache already, and so are the nodes of the path that were expanded.
            let origins = round.verdict.path.map { round.tree.origins[$0] }
            let offsets = origins.prefix { $0 < offsetOfNode.count && offsetOfNode[$0] >= 0 }.map { offsetOfNode[$0] }
            session.cache.keep(offsets)
            tokens = tokens.dropFirst(1 + offsets.count)
        } else if commitment.round != nil {
            tokens = tokens.dropFirst()
        }
        pending += tokens + [commitment.next]
    }

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        guard session.cache.length + pending.count + tree.deepest < session.model.configuration.contextLimit else {
            return Candidates()
        }
        if frontier.nodes == [0] {
            try readCommitted()
        } else {
            try readNodes(frontier.nodes, of: tree)
        }
        var candidates = Candidates(capacity: frontier.widths.reduce(0, +))
        for (row, node) in frontier.nodes.enumerated() {
            best.select(frontier.widths[row], from: session.logits[row])
            for place in 0..<best.count {
                let (index, logProbability) = best[place]
                candidates.append(index, after: node, logProbability: logProbability)
            }
        }
        return candidates
    }

    private mutating func readCommitted() throws {
        if !pending.isEmpty {
            let batch = LayerBatch.causal(past: session.cache.length, rows: pending.count, route: .throughput)
            try session.run(pending, in: batch, logits: .last)
            session.cache.append(pending.count)
            pending.removeAll(keepingCapacity: true)
        }
        offsetOfNode.removeAll(keepingCapacity: true)
        expanded = 0
    }

    private mutating func readNodes(_ nodes: [Int], of tree: TokenTree) throws {
        let length = session.cache.length
        var visibility = Visibility()
        var positions: [Int32] = []
        offsetOfNode += repeatElement(-1, count: max(tree.count - offsetOfNode.count, 0))
        for (place, node) in nodes.enumerated() {
            offsetOfNode[node] = expanded + place
            visibility.append(leading: length, listed: tree.path(to: node).map { length + offsetOfNode[$0] })
            positions.append(Int32(length + tree.depths[node] - 1))
        }
        let batch = LayerBatch(
            positions: positions, visibility: visibility, firstSlot: length + expanded, route: .rowExact)
        try session.run(nodes.map { tree.tokens[$0] }, in: batch, logits: .all)
        expanded += nodes.count
    }
}
