/// A stretch of a rendered conversation with its part in the exchange: what the model reads, or what it is to write.
///
/// Training counts the tokens of answers and of what ends them.
public struct ChatStretch: Sendable, Equatable {
    /// The part of a stretch in the exchange.
    public enum Part: Sendable, Hashable {
        /// What the model is given: headers, and what others say.
        case context

        /// What the model writes as its answer.
        case answer

        /// What the model writes after its answer to end its turn.
        case answerEnd
    }

    /// The text, and who wrote it.
    public let segment: ChatSegment

    /// What it is to the model.
    public let part: Part

    /// States a stretch.
    public init(_ segment: ChatSegment, part: Part) {
        self.segment = segment
        self.part = part
    }

    /// Whether the model is to write it.
    public var isAnswer: Bool { part != .context }
}
