public import Speculation

/// Where an answer ends.
public struct DecodingLimits: Sendable, Equatable {
    /// The largest number of tokens to emit, at least 1.
    public var maximumNewTokens: Int

    /// Before this many tokens are emitted nothing but ``maximumNewTokens`` and the context ends the answer: stop tokens
    /// cannot come, since their logits are minus infinity, and stop strings are passed over.
    public var minimumNewTokens: Int

    /// Tokens that end the answer; the one that does is emitted.
    public var stopTokens: Set<Token>

    /// Text that ends the answer; nil for none.
    ///
    /// The token that completes it is emitted, and nothing of its text is shown.
    public var stopStrings: StopStrings?

    /// Sets limits.
    ///
    /// - Parameters:
    ///   - maximumNewTokens: The largest number of tokens to emit, at least 1.
    ///   - minimumNewTokens: Before this many tokens neither stop tokens nor stop strings end the answer.
    ///   - stopTokens: Tokens that end the answer.
    ///   - stopStrings: Text that ends the answer.
    public init(
        maximumNewTokens: Int, minimumNewTokens: Int = 0, stopTokens: Set<Token>, stopStrings: StopStrings? = nil
    ) {
        self.maximumNewTokens = maximumNewTokens
        self.minimumNewTokens = minimumNewTokens
        self.stopTokens = stopTokens
        self.stopStrings = stopStrings
    }

    /// The text of a whole answer, up to its first stop string; nil without stop strings, when all of it is its text.
    public func text(of answer: [Token]) -> String? {
        guard var text = AnswerText(endingBy: self) else { return nil }
        return answer.reduce("") { $0 + text.append($1) } + text.finish()
    }
}
