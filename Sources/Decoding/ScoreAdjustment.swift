package import Speculation

/// Turns the target's rows into those that tokens are drawn from: bias and penalties along each node's own path, and no
/// stop token before the answer is long enough.
///
/// Verifiers see these rows, so that none has to know of the rules and each is as exact with them as without.
package struct ScoreAdjustment {
    private let rule: LogitRule
    private let stopTokens: [Token]
    private let minimumNewTokens: Int
    private var history: TokenHistory
    private var emitted = 0

    /// The rows handed out last; the target's own stay as they are.
    private var logits: [Float] = []
    private var path: [Int] = []

    /// Begins an answer; nil where nothing is to be done.
    ///
    /// - Parameters:
    ///   - rules: What to do.
    ///   - prompt: Tokens of the vocabulary.
    ///   - vocabularySize: How many tokens there are.
    package init?(_ rules: DecodingRules, prompt: [Token], vocabularySize: Int) {
        guard !rules.logits.isNeutral || rules.limits.minimumNewTokens > 0 else { return nil }
        rule = rules.logits
        stopTokens = rules.limits.stopTokens.filter { (0..<vocabularySize).contains($0) }
        minimumNewTokens = rules.limits.minimumNewTokens
        history = TokenHistory(prompt: prompt, vocabularySize: vocabularySize)
    }

    /// Hears of a token that has become part of the answer.
    package mutating func note(_ token: Token) {
        history.append(token)
        emitted += 1
    }

    /// The one row of scores after the answer so far.
    package mutating func adjust(_ scores: TreeScores) -> TreeScores {
        copy(scores)
        adjust(row: 0, of: scores.vocabularySize, depth: 0)
        return TreeScores(logits: logits[...], vocabularySize: scores.vocabularySize)
    }

    /// The rows of a tree whose root is the last token of the answer so far.
    package mutating func adjust(_ scores: TreeScores, of tree: TokenTree) -> TreeScores {
        copy(scores)
        for node in 0..<tree.count {
            path.removeAll(keepingCapacity: true)
            tree.appendPath(to: node, to: &path)
            for ancestor in path { history.append(tree.tokens[ancestor]) }
            adjust(row: node, of: scores.vocabularySize, depth: tree.depths[node])
            for ancestor in path.reversed() { history.removeLast(tree.tokens[ancestor]) }
        }
        return TreeScores(logits: logits[...], vocabularySize: scores.vocabularySize)
    }

    private mutating func copy(_ scores: TreeScores) {
        logits.removeAll(keepingCapacity: true)
        logits.append(contentsOf: scores.logits)
    }

    private mutating func adjust(row: Int, of vocabularySize: Int, depth: Int) {
        let start = row * vocabularySize
        rule.apply(to: &logits, from: start, after: history)
        guard emitted + depth < minimumNewTokens else { return }
        for token in stopTokens { logits[start + token] = -.infinity }
    }
}
