public import Decoding
public import Speculation

/// One answer as it was decoded: its tokens, its rounds and its time.
public struct GenerationRecord: Sendable, Equatable {
    /// All new tokens: the first comes from reading the prompt, the others from rounds.
    public let tokens: [Token]

    /// Why it ended.
    public let finish: FinishReason

    /// The rounds in order.
    public let rounds: [RoundRecord]

    /// Where the time of reading the prompt went.
    public let prefillSeconds: PhaseSeconds

    /// Wall-clock seconds from before the sessions were begun to after the last round.
    public let wallSeconds: Double

    /// States an answer.
    ///
    /// - Parameters:
    ///   - tokens: All new tokens, one more than the rounds emitted.
    ///   - finish: Why it ended.
    ///   - rounds: The rounds in order.
    ///   - prefillSeconds: Where the time of reading the prompt went.
    ///   - wallSeconds: Seconds from start to end.
    public init(
        tokens: [Token], finish: FinishReason, rounds: [RoundRecord], prefillSeconds: PhaseSeconds, wallSeconds: Double
    ) {
        self.tokens = tokens
        self.finish = finish
        self.rounds = rounds
        self.prefillSeconds = prefillSeconds
        self.wallSeconds = wallSeconds
    }

    /// Where all of ``wallSeconds`` went; what no phase claims counts as other.
    public var seconds: PhaseSeconds {
        var sum = prefillSeconds
        for round in rounds { sum += round.seconds }
        sum.other += max(wallSeconds - sum.total, 0)
        return sum
    }
}
