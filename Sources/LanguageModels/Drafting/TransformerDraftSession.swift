import Speculation
import Tensors

/// One sequence of a model that drafts.
struct TransformerDraftSession: DraftSession {
    private var session: TransformerSession
    private let vocabulary: SharedVocabulary

    /// Committed tokens that are not in the cache yet; the last one is that announced as the next.
    private var pending: [Token] = []

    /// The expanded nodes of the growing tree, in the cache behind the committed tokens.
    private var rows = FrontierRows()

    /// Whether the root of this round has been asked about.
    private var hasRoot = false

    private var committed = LayerBatch()
    private var keptRows: [Int] = []
    private var tokens: [Token] = []
    private var ranking: FrontierCandidates

    init(_ draft: TransformerDraft, _ beginning: DraftBeginning) throws {
        vocabulary = draft.vocabulary
        session = try TransformerSession(draft.model, slots: beginning.likelySlots)
        ranking = FrontierCandidates(draw: draft.draw, for: beginning)
    }

    mutating func commit(_ commitment: Commitment) throws {
        var unread = commitment.tokens[...]
        if let round = commitment.round, pending.isEmpty {
            // The root is in the cache already, and so are the nodes of the path that were expanded.
            keptRows.removeAll(keepingCapacity: true)
            for node in round.path {
                guard let place = rows.place(of: round.tree.origins[node]) else { break }
                keptRows.append(place)
            }
            session.cache.keep(keptRows)
            unread = unread.dropFirst(1 + keptRows.count)
        } else if session.cache.length + pending.count > 0 {
            // It was announced.
            unread = unread.dropFirst()
        }
        for token in unread { pending.append(vocabulary.readable(token)) }
        pending.append(vocabulary.readable(commitment.next))
    }

    /// The announced token counts to those that stay, as it is held like any.
    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        let forgotten = session.cache.length + pending.count - (count + 1)
        precondition(count >= 0 && forgotten >= 0, "\(count) tokens to retain, \(-forgotten) more than there are")
        let unread = min(forgotten, pending.count)
        pending.removeLast(unread)
        session.cache.rewind(to: session.cache.length - (forgotten - unread))
        rows.removeAll()
        ranking.begin(beginning)
    }

    mutating func beginRound() { hasRoot = false }

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        let limit = session.limit(readingAtOnce: pending.count)
        guard session.cache.length + pending.count + tree.deepest < limit else {
            return Candidates()
        }
        if hasRoot {
            try readNodes(frontier.nodes, of: tree)
        } else {
            precondition(frontier.nodes == [0], "a round begins with the root's children")
            try readCommitted()
            hasRoot = true
        }
        return ranking.candidates(for: frontier, from: session.logits, first: vocabulary.count)
    }

    private mutating func readCommitted() throws {
        precondition(!pending.isEmpty, "a round without a token to grow from")
        if pending.count > TransformerSession.rowsOfPiece {
            try session.read(pending)
        } else {
            committed.reset(causalAfter: session.cache.length, rows: pending.count, route: .throughput)
            try session.run(pending, in: committed, logits: .last)
            session.cache.append(pending.count)
        }
        pending.removeAll(keepingCapacity: true)
        rows.removeAll()
    }

    private mutating func readNodes(_ nodes: [Int], of tree: TokenTree) throws {
        let batch = rows.append(nodes, of: tree, past: session.cache.length)
        tokens.removeAll(keepingCapacity: true)
        for node in nodes { tokens.append(vocabulary.readable(tree.tokens[node])) }
        try session.run(tokens, in: batch, logits: .all)
    }
}
