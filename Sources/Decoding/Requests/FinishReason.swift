/// Why an answer ended.
public enum FinishReason: String, Sendable, Hashable, Codable {
    /// A stop token was emitted.
    case stopToken = "stop token"
    /// The text came to a stop string.
    case stopString = "stop string"
    /// The largest number of new tokens was reached.
    case maximumNewTokens = "maximum new tokens"
    /// The target's context is full.
    case contextLimit = "context limit"

    /// Whether a limit broke the text off, rather than that it came to its end.
    public var isLimit: Bool { self == .maximumNewTokens || self == .contextLimit }

    /// The reason as JSON spells words.
    package var key: String { rawValue.split(separator: " ").joined(separator: "_") }
}
