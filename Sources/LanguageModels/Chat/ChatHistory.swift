public import Speculation

/// The turns of a conversation, the oldest of which are left out when a context does not hold them any more.
///
/// The system's message always stays, and a user's message goes together with its answer. Once turns must go, enough of them go
/// for a quarter of the context to be free: the turns that remain have moved, so that a model must read them all again, which
/// is not to happen in every turn from then on.
public struct ChatHistory: Sendable, Equatable {
    /// Everything said so far.
    public private(set) var messages: [ChatMessage]

    /// How many of the oldest users' messages are left out, with their answers.
    public private(set) var omittedTurns = 0

    /// Begins a conversation.
    ///
    /// - Parameter system: A message of the system before all others.
    public init(system: String? = nil) {
        messages = system.map { [ChatMessage(role: .system, content: $0)] } ?? []
    }

    /// Remembers a user's message and its answer.
    public mutating func append(_ message: String, answer: String) {
        messages.append(ChatMessage(role: .user, content: message))
        messages.append(ChatMessage(role: .assistant, content: answer))
    }

    /// The tokens of as many turns as fit a context, ready for an answer to the user's next message.
    ///
    /// - Parameters:
    ///   - message: The user's next message, which is not remembered yet.
    ///   - codec: The model's tokenizer and chat format.
    ///   - limit: The tokens that the context holds.
    ///   - newTokens: How many of them are kept free for the answer, a quarter of the context at most.
    /// - Returns: The tokens; as many as the context holds, or more, if the message does not even fit alone.
    /// - Throws: As ``ChatCodec/tokens(_:)`` does.
    public mutating func tokens(
        asking message: String, by codec: ChatCodec, within limit: Int, leaving newTokens: Int
    ) throws -> [Token] {
        let answer = min(newTokens, limit / 4)
        var omitted = omittedTurns
        var tokens = try self.tokens(asking: message, without: omitted, by: codec)
        if tokens.count + answer > limit {
            while omitted < turnCount && tokens.count + answer + limit / 4 > limit {
                omitted += 1
                tokens = try self.tokens(asking: message, without: omitted, by: codec)
            }
        }
        // What cannot be answered leaves the turns as they were.
        if tokens.count < limit { omittedTurns = omitted }
        return tokens
    }

    private var systemCount: Int { messages.first?.role == .system ? 1 : 0 }

    private var turnCount: Int { (messages.count - systemCount) / 2 }

    private func tokens(
        asking message: String, without turns: Int, by codec: ChatCodec
    ) throws -> [Token] {
        let kept = messages[..<systemCount] + messages[(systemCount + 2 * turns)...]
        return try codec.tokens(Array(kept) + [ChatMessage(role: .user, content: message)])
    }
}
