import LanguageModels
import Speculation
import Tensors

/// One sequence of a small model that drafts through the text.
struct TextDraftSession: DraftSession {
    private let vocabularies: TextVocabularies
    private var session: TransformerSession
    private var text: CommittedText

    /// The small model's tokens in its cache: of the committed text, then what it wrote in the latest round.
    private var cached: [Token] = []

    /// What it writes in this round; nil before it was asked.
    private var continuation: TextContinuation?

    /// The target's tokens that were proposed in this round, a path.
    private var proposed: [Token] = []

    private var best = TopCandidates()
    private var batch = LayerBatch()
    private var candidates = Candidates()

    init(_ model: Transformer, _ vocabularies: TextVocabularies, slots: Int) throws {
        self.vocabularies = vocabularies
        session = try TransformerSession(model, slots: slots)
        text = CommittedText(vocabularies)
    }

    mutating func commit(_ commitment: Commitment) throws {
        for token in commitment.news(isFirst: text.tokens.isEmpty) { text.append(token) }
        continuation = nil
    }

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        precondition(0..<text.tokens.count ~= count, "\(count) tokens to retain of \(text.tokens.count - 1)")
        text.rewind(to: count + 1)
        continuation = nil
    }

    mutating func beginRound() {
        continuation = nil
        proposed.removeAll(keepingCapacity: true)
    }

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        candidates.removeAll()
        for node in frontier.nodes {
            let depth = tree.depths[node]
            guard depth == 0 || tree.path(to: node).map({ tree.tokens[$0] }).elementsEqual(proposed.prefix(depth)),
                depth <= proposed.count, let next = try token(at: depth)
            else { continue }
            if depth == proposed.count { proposed.append(next.token) }
            candidates.append(next.token, after: node, logProbability: next.logProbability)
        }
        return candidates
    }

    /// The target's token at a place of the continuation, which is written as far as that takes.
    private mutating func token(at place: Int) throws -> (token: Token, logProbability: Float)? {
        var continuation = try continuation ?? begun()
        defer { self.continuation = continuation }
        while true {
            if let next = continuation.token(at: place, after: Array(proposed.prefix(place))) { return next }
            if continuation.isFinished { return nil }
            try write(to: &continuation)
        }
    }

    /// Reads what is new of the text, and begins a continuation of it.
    private mutating func begun() throws -> TextContinuation {
        var continuation = TextContinuation(vocabularies)
        let wanted = try text.ownTokens()
        guard !wanted.isEmpty else {
            continuation.finish()
            return continuation
        }
        // The last token is read anew, for its logits.
        let common = min(zip(wanted, cached).prefix { $0 == $1 }.count, wanted.count - 1)
        session.cache.rewind(to: common)
        cached = Array(wanted[..<common])
        guard wanted.count < session.limit(readingAtOnce: wanted.count) else {
            continuation.finish()
            return continuation
        }
        try read(Array(wanted[common...]))
        cached = wanted
        return continuation
    }

    private mutating func write(to continuation: inout TextContinuation) throws {
        best.select(1, from: session.logits[session.logits.rows - 1])
        let (token, logProbability) = best[0]
        try continuation.append(token, logProbability: logProbability, after: text)
        guard !continuation.isFinished else { return }
        guard cached.count < session.limit(readingAtOnce: cached.count) else { return continuation.finish() }
        try read([token])
        cached.append(token)
    }

    private mutating func read(_ tokens: [Token]) throws {
        if tokens.count > TransformerSession.rowsOfPiece { return try session.read(tokens) }
        batch.reset(
            causalAfter: session.cache.length, rows: tokens.count, route: tokens.count > 1 ? .throughput : .rowExact)
        try session.run(tokens, in: batch, logits: .last)
        session.cache.append(tokens.count)
    }
}
