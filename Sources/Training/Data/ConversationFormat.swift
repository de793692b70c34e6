import JSON

/// The kinds of file that conversations are read from.
///
/// In the first two every line is a JSON object, or the file is one array of such objects; blank lines are skipped, and keys
/// beyond those named are ignored.
/// The raw value is a noun for messages.
public enum ConversationFormat: String, Sendable, CaseIterable {
    /// `messages`, a list of objects with `role` and `content`, with `id` and `category` or `source`.
    case messages = "a conversation with 'messages'"

    /// ShareGPT: `conversations`, a list of objects with `from` and `value`, or with `role` and `content` as trainers of
    /// drafts write them, with `id`.
    case shareGPT = "a ShareGPT conversation with 'conversations'"

    /// Text: paragraphs that blank lines separate, each a text of its own.
    case plainText = "plain text"

    /// The key by which a line is recognised, also that of its list of turns; empty for plain text.
    var key: String {
        switch self {
        case .messages: "messages"
        case .shareGPT: "conversations"
        case .plainText: ""
        }
    }

    /// The keys of a turn's speaker and text.
    ///
    /// - Parameter turn: The turn, which in a list of `conversations` may have those of `messages`.
    /// - Returns: `from` and `value`, or `role` and `content`.
    func keys(of turn: JSONValue) -> (role: String, text: String) {
        self == .shareGPT && (turn["from"] != nil || turn["role"] == nil) ? ("from", "value") : ("role", "content")
    }

    /// The formats of one JSON object a line.
    static var lineFormats: [ConversationFormat] { [.messages, .shareGPT] }
}
