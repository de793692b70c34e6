/// Tokens that have just become part of the sequence, as a draft hears of them.
public struct Commitment: Sendable {
    /// The tokens that the target's KV cache has gained: first the prompt's pieces, later the root and the accepted path.
    public let tokens: [Token]

    /// The token after them, not in any cache: the first of the prompt's next piece, or the next round's root.
    ///
    /// The next commitment begins with it.
    public let next: Token

    /// The target's hidden features of ``tokens``, in the same order; nil unless the draft asked for them.
    public let features: (any TargetFeatures)?

    /// The round that led here, its path cut where the sequence ended; nil for a prompt.
    public let round: RoundOutcome?

    /// What a draft that keeps the text has not heard: the first token was announced before, unless it is the sequence's very
    /// first, and the announced one comes last.
    ///
    /// - Parameter isFirst: Whether nothing has been committed before.
    /// - Returns: At least one token.
    public func news(isFirst: Bool) -> [Token] { tokens.dropFirst(isFirst ? 0 : 1) + [next] }

    /// Describes newly committed tokens.
    ///
    /// - Parameters:
    ///   - tokens: What the target's cache has gained.
    ///   - next: The token after them.
    ///   - features: The target's hidden features of `tokens`.
    ///   - round: The round that led here; nil for the prompt.
    public init(tokens: [Token], next: Token, features: (any TargetFeatures)?, round: RoundOutcome?) {
        self.tokens = tokens
        self.next = next
        self.features = features
        self.round = round
    }
}
