public import Decoding
public import Speculation

/// The tokens that continue a request's prompt.
public struct GeneratedText: Sendable, Equatable {
    /// The new tokens, the stop token included.
    public let tokens: [Token]

    /// Why they end.
    public let finish: FinishReason
}
