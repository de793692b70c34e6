import LanguageModels
import Speculation
import Tensors

/// One sequence of a small draft model.
struct SmallModelSession: DraftSession {
    private var session: TransformerSession

    /// Committed tokens that are not in the cache yet; the last one is the coming round's root.
    private var pending: [Token] = []

    /// The expanded nodes of the growing tree, in the cache behind the committed tokens.
    private var rows = FrontierRows()

    private var ranking = FrontierCandidates()

    init(_ model: Transformer) throws {
        session = try TransformerSession(model)
    }

    mutating func commit(_ commitment: Commitment) throws {
        var tokens = commitment.tokens[...]
        if let round = commitment.round, pending.isEmpty {
            // The root is in the cache already, and so are the nodes of the path that were expanded.
            let places = round.verdict.path.map { rows.place(of: round.tree.origins[$0]) }
            let offsets = places.prefix { $0 != nil }.compactMap { $0 }
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
        return ranking.candidates(for: frontier, from: session.logits)
    }

    private mutating func readCommitted() throws {
        if !pending.isEmpty {
            let batch = LayerBatch.causal(past: session.cache.length, rows: pending.count, route: .throughput)
            try session.run(pending, in: batch, logits: .last)
            session.cache.append(pending.count)
            pending.removeAll(keepingCapacity: true)
        }
        rows.removeAll()
    }

    private mutating func readNodes(_ nodes: [Int], of tree: TokenTree) throws {
        let batch = rows.append(nodes, of: tree, past: session.cache.length)
        try session.run(nodes.map { tree.tokens[$0] }, in: batch, logits: .all)
    }
}
