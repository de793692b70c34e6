import JSON
import LanguageModels

extension TrainingConversation {
    /// The conversation as a line of a file in the format with `messages`, without a line feed.
    ///
    /// Only messages that a limit broke off carry `"cut": true`, so that other readers find what they expect.
    ///
    /// - Throws: What encoding text throws.
    func encoded() throws -> String {
        let line = Line(
            id: id, category: category,
            messages: messages.enumerated().map { place, message in
                Turn(
                    role: message.role.rawValue, content: message.content, cut: cutMessages.contains(place) ? true : nil
                )
            })
        return try JSONText.line(of: line)
    }

    /// The places of messages that a limit broke off.
    var cutMessages: Set<Int> {
        if case .messages(_, let cut) = content { cut } else { [] }
    }

    private struct Line: Encodable {
        let id: String
        let category: String?
        let messages: [Turn]
    }

    private struct Turn: Encodable {
        let role: String
        let content: String
        let cut: Bool?
    }
}
