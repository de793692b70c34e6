/// How fast a strategy decodes from end to end.
public struct StrategyFigure: Sendable, Encodable {
    /// The strategy's name.
    public let name: String

    /// New tokens per second, prefill included; nil if it decoded nothing.
    public let tokensPerSecond: Double?

    /// Tokens emitted per target pass.
    public let tau: Double?

    /// Tokens per second over plain decoding's on the same prompts.
    public let speedup: Double?

    /// States a figure.
    ///
    /// - Parameters:
    ///   - name: The strategy's name.
    ///   - tokensPerSecond: New tokens per second.
    ///   - tau: Tokens emitted per target pass.
    ///   - speedup: Tokens per second over plain decoding's.
    public init(name: String, tokensPerSecond: Double?, tau: Double?, speedup: Double?) {
        self.name = name
        self.tokensPerSecond = tokensPerSecond
        self.tau = tau
        self.speedup = speedup
    }

    private enum CodingKeys: String, CodingKey {
        case name, tau, speedup
        case tokensPerSecond = "tokens_per_second"
    }
}
