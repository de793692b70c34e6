public import Speculation

/// How probable an emitted token was to the target, and which tokens were the most probable in its place.
///
/// Log-probabilities are the target's own, at temperature 1 and before bias, penalties and truncation, as vLLM gives them.
public struct TokenLogProbabilities: Sendable, Equatable {
    /// A token with its log-probability.
    public struct Candidate: Sendable, Equatable {
        /// The token.
        public let token: Token
        /// The natural logarithm of its probability.
        public let logProbability: Float
    }

    /// The emitted token.
    public let emitted: Candidate

    /// How many tokens were more probable, plus 1; among equals those of smaller id come first.
    public let rank: Int

    /// The most probable tokens, best first.
    public let best: [Candidate]

    /// Reads a row.
    ///
    /// - Parameters:
    ///   - token: What was emitted after the row.
    ///   - logits: The target's row, `[vocabularySize]`.
    ///   - count: How many of the most probable tokens to note.
    init(of token: Token, in logits: ArraySlice<Float>, best count: Int) {
        let row = LogProbabilities(logits)
        emitted = Candidate(token: token, logProbability: row.value(of: token))
        rank = row.rank(of: token)
        best = row.best(count).map { Candidate(token: $0, logProbability: row.value(of: $0)) }
    }
}
