public import JSON

/// One message of a conversation.
public struct ChatMessage: Sendable, Equatable {
    /// Who speaks.
    public enum Role: String, Sendable, CaseIterable {
        /// The instructions a conversation begins with.
        case system

        /// The person.
        case user

        /// The model.
        case assistant

        /// A program that the model called.
        case tool
    }

    /// Who speaks.
    public let role: Role

    /// What is said, as plain text.
    public let content: String

    /// What else a chat template may read of it, such as `tool_calls`.
    public let fields: [JSONMember]

    /// The name of the field with the tools that an assistant calls, each as servers return it.
    public static let toolCallsKey = "tool_calls"

    /// Whether an assistant calls tools with it.
    public var callsTools: Bool { role == .assistant && fields.contains { $0.key == Self.toolCallsKey } }

    /// The message as if it called no tools.
    var withoutCalls: ChatMessage {
        ChatMessage(role: role, content: content, fields: fields.filter { $0.key != Self.toolCallsKey })
    }

    /// Makes a message.
    ///
    /// - Parameters:
    ///   - role: Who speaks.
    ///   - content: What is said, as plain text.
    ///   - fields: What else a chat template may read of it; neither `role` nor `content`.
    public init(role: Role, content: String, fields: [JSONMember] = []) {
        self.role = role
        self.content = content
        self.fields = fields
    }
}
