public import Evaluation
import LanguageModels

/// What the target is to answer: a user's messages, and the system message before them.
public struct RegenerationPrompt: Sendable, Equatable {
    /// Names it in the output.
    public let id: String

    /// The kind of task, if known.
    public let category: String?

    /// The instructions the conversation begins with, if any.
    public let system: String?

    /// The user's messages, at least one.
    public let turns: [String]

    /// Takes what the user says out of a conversation, whose answers are to be made anew; nil where that is nothing.
    ///
    /// - Parameter conversation: A conversation, or a bare text, which becomes the user's only message.
    public init?(_ conversation: TrainingConversation) {
        turns = (conversation.text.map { [$0] } ?? conversation.userTurns).filter { !$0.allSatisfy(\.isWhitespace) }
        guard !turns.isEmpty else { return nil }
        id = conversation.id
        category = conversation.category
        system = conversation.messages.first { $0.role == .system }?.content
    }

    /// Takes a prompt of a workload.
    public init(_ prompt: Prompt) {
        id = prompt.id
        category = prompt.category
        system = prompt.system
        turns = prompt.turns
    }
}
