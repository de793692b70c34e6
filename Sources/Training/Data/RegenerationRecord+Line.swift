import Files
import JSON

/// A record as a line of JSON: in a journal, and in a message between processes.
extension RegenerationRecord {
    private static let droppedKey = "dropped"

    /// The line, without a line feed.
    func line() throws -> String {
        switch self {
        case .kept(let conversation): try conversation.encoded()
        case .dropped(let reason): try JSONText.line(of: [Self.droppedKey: reason.rawValue])
        }
    }

    /// Reads a line; nil where it holds nothing.
    ///
    /// - Parameters:
    ///   - line: What ``line()`` gave.
    ///   - file: Where it stands, for messages.
    /// - Throws: `TextFileError` or `JSONError` if it is none.
    init?(line: TextLine, of file: String) throws {
        if let reason = try JSONValue(parsing: line.text)[Self.droppedKey]?.string.flatMap(DropReason.init) {
            self = .dropped(reason)
            return
        }
        let content = try ConversationLineReader(file: file, requiresAnswers: true).content(of: [line])
        if let unusable = content.unusable.first {
            throw TextFileError(file: file, line: line.number, cause: unusable.cause)
        }
        guard let conversation = content.conversations.first else { return nil }
        self = .kept(conversation)
    }
}
