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
