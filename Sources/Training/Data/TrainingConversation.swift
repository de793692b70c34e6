public import JSON
public import LanguageModels

/// A conversation that a draft may learn from, or a bare text.
public struct TrainingConversation: Sendable, Equatable {
    /// Names it in messages; the reader does not require it to be unique.
    public let id: String

    /// The kind of task, as the file names it; nil where it names none.
    public let category: String?

    /// What it consists of.
    public let content: Content

    /// The tools that the model may call in it, as chat templates read them; nil for none.
    public let tools: JSONValue?

    /// The line of the file where it begins, counted from 1; nil where it comes from no file.
    public let line: Int?

    /// The two kinds of training text.
    public enum Content: Sendable, Equatable {
        /// Turns of a conversation, of which those in `cut` were broken off by a limit rather than ended by the model.
        case messages([ChatMessage], cut: Set<Int>)

        /// A text without turns; all of it counts as an answer but its first token.
        case text(String)
    }

    /// States a conversation.
    ///
    /// - Parameters:
    ///   - id: Names it in messages.
    ///   - category: The kind of task, if known.
    ///   - messages: The turns; the system message first if there is one.
    ///   - cut: Places of assistant's messages that a limit broke off.
    ///   - tools: The tools that the model may call.
    ///   - line: The line of the file where it begins.
    public init(
        id: String, category: String? = nil, messages: [ChatMessage], cut: Set<Int> = [], tools: JSONValue? = nil,
        line: Int? = nil
    ) {
        self.id = id
        self.category = category
        content = .messages(messages, cut: cut)
        self.tools = tools
        self.line = line
    }

    /// States a bare text.
    ///
    /// - Parameters:
    ///   - id: Names it in messages.
    ///   - text: The text.
    ///   - line: The line of the file where it begins.
    public init(id: String, text: String, line: Int? = nil) {
        self.id = id
        category = nil
        tools = nil
        content = .text(text)
        self.line = line
    }

    /// The turns; none for a bare text.
    public var messages: [ChatMessage] {
        if case .messages(let messages, _) = content { messages } else { [] }
    }

    /// The bare text; nil for a conversation.
    public var text: String? {
        if case .text(let text) = content { text } else { nil }
    }

    /// What the user says, turn by turn.
    public var userTurns: [String] { messages.filter { $0.role == .user }.map(\.content) }

    /// Whether there is anything to learn: an assistant's message with text or a call of a tool in it, or a bare text.
    public var hasAnswer: Bool {
        if let text { return !text.allSatisfy(\.isWhitespace) }
        return messages.contains { $0.role == .assistant && (!$0.content.allSatisfy(\.isWhitespace) || $0.callsTools) }
    }
}
