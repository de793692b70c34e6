public import Decoding
public import Speculation

/// One text to be continued: the prompt, how tokens are drawn and when to stop.
public struct GenerationRequest: Sendable {
    /// At least one token, fewer than the target's context.
    public let prompt: [Token]

    /// How tokens are drawn.
    public let sampling: SamplingRule

    /// When the text ends.
    public let limits: DecodingLimits

    /// The request's own source of chance.
    public let random: SeededRandom

    /// States a request.
    ///
    /// - Parameters:
    ///   - prompt: At least one token, fewer than the target's context.
    ///   - sampling: How tokens are drawn.
    ///   - limits: When the text ends.
    ///   - random: The request's own source of chance, so that no result depends on other requests.
    public init(prompt: [Token], sampling: SamplingRule, limits: DecodingLimits, random: SeededRandom) {
        self.prompt = prompt
        self.sampling = sampling
        self.limits = limits
        self.random = random
    }
}

/// The tokens that continue a request's prompt.
public struct GeneratedText: Sendable, Equatable {
    /// The new tokens, the stop token included.
    public let tokens: [Token]

    /// Why they end.
    public let finish: FinishReason
}
