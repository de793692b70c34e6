/// How far a comparison has come; told before each answer and once at the end.
public struct ComparisonProgress: Sendable, Equatable {
    /// Answers decoded, warm-ups included.
    public let done: Int

    /// Answers to decode, warm-ups included.
    public let total: Int

    /// The strategy that decodes next; nil at the end.
    public let strategy: String?

    /// The prompt it decodes; nil at the end.
    public let prompt: String?

    /// New tokens per second of the answer decoded last; nil before the first.
    public let tokensPerSecond: Double?

    /// States the progress.
    ///
    /// - Parameters:
    ///   - done: Answers decoded.
    ///   - total: Answers to decode.
    ///   - strategy: The strategy that decodes next.
    ///   - prompt: The prompt it decodes.
    ///   - tokensPerSecond: The rate of the answer decoded last.
    public init(done: Int, total: Int, strategy: String?, prompt: String?, tokensPerSecond: Double?) {
        self.done = done
        self.total = total
        self.strategy = strategy
        self.prompt = prompt
        self.tokensPerSecond = tokensPerSecond
    }
}
