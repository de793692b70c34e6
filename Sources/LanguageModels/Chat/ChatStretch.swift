/// A stretch of a rendered conversation with its part in the exchange: what the model reads, or what it is to write.
///
/// Training counts the tokens of answers and of what ends them; ``ChatRenderer/stretches(_:addGenerationPrompt:)``
/// knows which they are, since it writes them.
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

    /// Template text that the model is given.
    static func control(_ text: String) -> Self { Self(.control(text), part: .context) }

    /// Text of somebody else's message.
    static func content(_ text: String) -> Self { Self(.content(text), part: .context) }

    /// Text of the model's own message.
    static func answer(_ text: String) -> Self { Self(.content(text), part: .answer) }

    /// Template text within an answer, which the model writes itself.
    static func answerControl(_ text: String) -> Self { Self(.control(text), part: .answer) }

    /// Template text by which the model ends its turn.
    static func answerEnd(_ text: String) -> Self { Self(.control(text), part: .answerEnd) }

    /// The text of a message, by whoever says it.
    static func text(_ text: String, from role: ChatMessage.Role) -> Self {
        role == .assistant ? answer(text) : content(text)
    }
}
