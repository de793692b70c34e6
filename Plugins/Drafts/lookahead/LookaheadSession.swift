import Speculation

/// The guesses of one sequence.
struct LookaheadSession: DraftSession {
    private let policy: Lookahead
    private var random: SeededRandom
    private var text: [Token] = []
    private var pool: NGramPool

    /// Nil before the first round.
    private var window: GuessWindow?

    /// What is proposed in this round, merged where it begins alike.
    private var proposed = PathTrie()
    private var candidates = Candidates()

    init(_ policy: Lookahead, _ beginning: DraftBeginning) {
        self.policy = policy
        random = beginning.random
        pool = NGramPool(most: policy.candidates)
    }

    mutating func commit(_ commitment: Commitment) throws {
        if let round = commitment.round { learn(from: round, emitted: commitment.tokens.count) }
        text.append(contentsOf: commitment.news(isFirst: text.isEmpty))
    }

    /// What was guessed for a text that is forgotten is forgotten with it.
    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        precondition(0..<text.count ~= count, "\(count) tokens to retain of \(text.count - 1)")
        text.removeLast(text.count - 1 - count)
        random = beginning.random
        pool = NGramPool(most: policy.candidates)
        window = nil
    }

    mutating func beginRound() {
        let window =
            self.window
            ?? GuessWindow(levels: policy.ngram - 1, columns: policy.window, from: text, using: &random)
        self.window = window
        proposed = PathTrie()
        for rest in pool[text[text.count - 1]] { proposed.insert(rest) }
        for column in 0..<policy.window { proposed.insert(window.path(to: column)) }
    }

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        candidates.removeAll()
        for (node, width) in zip(frontier.nodes, frontier.widths) {
            guard let place = proposed.place(of: tree.path(to: node).map { tree.tokens[$0] }) else { continue }
            for token in proposed.children(of: place).prefix(width) {
                candidates.append(token, after: node, logProbability: nil)
            }
        }
        return candidates
    }

    /// Takes what the target thinks after each column's last guess, and moves the window on.
    private mutating func learn(from round: RoundOutcome, emitted: Int) {
        guard var window else { return }
        let next = (0..<policy.window).map { column -> Token? in
            guard let node = Self.node(at: window.path(to: column), in: round.tree) else { return nil }
            return SamplingRule.argmax(round.scores.row(node))
        }
        for (column, token) in next.enumerated() {
            guard let token else { continue }
            let guesses = window.guesses(at: column)
            pool.insert(guesses[0], guesses.dropFirst() + [token])
        }
        window.advance(by: emitted, next: next, from: text, using: &random)
        self.window = window
    }

    private static func node(at path: [Token], in tree: TokenTree) -> Int? {
        var node = 0
        for token in path {
            guard let child = tree.child(of: node, holding: token) else { return nil }
            node = child
        }
        return node
    }
}
