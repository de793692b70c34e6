import LanguageModels
import Speculation

/// One strategy's conversation on one prompt.
struct Dialogue {
    /// The messages so far.
    private(set) var messages: [ChatMessage]

    /// The tokens that each answered turn began with.
    private(set) var inputs: [[Token]] = []

    /// The answers.
    private(set) var answers: [GenerationRecord] = []

    /// The answers' texts.
    var texts: [String] { messages.filter { $0.role == .assistant }.map(\.content) }

    /// Begins a conversation.
    init(on prompt: Prompt) { messages = Self.opening(of: prompt) }

    /// What the conversation on a prompt begins with.
    static func opening(of prompt: Prompt) -> [ChatMessage] {
        prompt.system.map { [ChatMessage(role: .system, content: $0)] } ?? []
    }

    /// Adds the user's next message.
    mutating func ask(_ text: String) {
        messages.append(ChatMessage(role: .user, content: text))
    }

    /// Adds the model's answer to it.
    mutating func note(_ answer: GenerationRecord, to input: [Token], as text: String) {
        inputs.append(input)
        answers.append(answer)
        messages.append(ChatMessage(role: .assistant, content: text))
    }
}
