public import Speculation

/// When a sequence ends.
public struct DecodingLimits: Sendable {
    /// The largest number of tokens to emit, at least 1.
    public var maximumNewTokens: Int

    /// Tokens that end the sequence; the one that does is emitted.
    public var stopTokens: Set<Token>

    /// Sets limits.
    ///
    /// - Parameters:
    ///   - maximumNewTokens: The largest number of tokens to emit, at least 1.
    ///   - stopTokens: Tokens that end the sequence.
    public init(maximumNewTokens: Int, stopTokens: Set<Token>) {
        self.maximumNewTokens = maximumNewTokens
        self.stopTokens = stopTokens
    }

    /// The longest path that could still be emitted with a bonus token after it.
    ///
    /// - Parameters:
    ///   - emitted: How many tokens have been.
    ///   - contextLeft: How many more the target's context holds.
    /// - Returns: A depth, 0 where the next token is the last.
    func remainingDepth(after emitted: Int, contextLeft: Int) -> Int {
        max(min(maximumNewTokens - emitted, contextLeft) - 1, 0)
    }
}

/// Why a sequence ended.
public enum FinishReason: String, Sendable, Hashable, Codable {
    /// A stop token was emitted.
    case stopToken = "stop token"
    /// The largest number of new tokens was reached.
    case maximumNewTokens = "maximum new tokens"
    /// The target's context is full.
    case contextLimit = "context limit"
}
