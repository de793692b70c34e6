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

    /// Makes a message.
    public init(role: Role, content: String) {
        self.role = role
        self.content = content
    }
}
