/// One message of a conversation, before a chat template turns it into tokens.
public struct ConversationMessage: Sendable, Equatable {
    /// Who speaks.
    public enum Role: String, Sendable {
        /// The person, or the file that stands in for one.
        case user
        /// The model under test.
        case assistant
    }

    /// Who speaks.
    public let role: Role

    /// What is said.
    public let text: String

    /// Makes a message of its speaker and text.
    public init(role: Role, text: String) {
        self.role = role
        self.text = text
    }
}
