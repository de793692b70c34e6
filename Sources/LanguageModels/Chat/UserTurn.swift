/// How a chat format opens and closes the first thing a user says, so that a model can be asked to write it.
public struct UserTurn: Sendable, Equatable {
    /// What stands before the user's text, a standard system message included.
    public let opening: [ChatSegment]

    /// What stands between the user's text and the model's answer.
    public let closing: String
}

extension ChatRenderer {
    /// The frame of a conversation's first user's message without system message.
    ///
    /// - Returns: The frame; nil for a format that puts nothing before the text, so that a model could not tell that a
    ///   user is to speak.
    /// - Throws: ``ChatTemplateError`` if the format cannot begin with a user's message.
    public func userTurn() throws(ChatTemplateError) -> UserTurn? {
        let placeholder = ChatSegment.content("x")
        let segments = try segments([ChatMessage(role: .user, content: placeholder.text)], addGenerationPrompt: true)
        guard let place = segments.lastIndex(of: placeholder), place > 0 else { return nil }
        return UserTurn(
            opening: Array(segments[..<place]), closing: segments[(place + 1)...].map(\.text).joined())
    }
}
