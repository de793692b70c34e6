public import Files
public import Foundation

/// A file of conversations, or of texts, recognised by content; see ``ConversationFormat``.
public struct ConversationFile: Sendable, Equatable {
    /// The file's path as given.
    public let name: String

    /// The conversations in file order.
    public let conversations: [TrainingConversation]

    /// The lines that hold none, and why; never all of them.
    public let unusable: [UnusableConversation]

    /// Makes a file's content of conversations from elsewhere.
    public init(name: String, conversations: [TrainingConversation], unusable: [UnusableConversation] = []) {
        self.name = name
        self.unusable = unusable
        self.conversations = conversations
    }

    /// Reads conversations.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - requiringAnswers: Whether a conversation without an assistant's message with text is unusable: it is, unless
    ///     the answers are still to be made.
    /// - Throws: ``/Files/TextFileError`` for a file that cannot be read, is a directory, is not UTF-8 text or holds
    ///   nothing that can be used, and for the first line that is malformed or of another format than the first.
    public init(readingFile path: String, requiringAnswers: Bool = true) throws(TextFileError) {
        let bytes = try TextLine.bytes(ofFile: path, kind: "file of conversations")
        try self.init(named: InputFile.name(of: path), bytes: bytes, requiringAnswers: requiringAnswers)
    }

    /// Reads conversations from the bytes of a file.
    ///
    /// - Parameters:
    ///   - name: The file's name for messages.
    ///   - bytes: UTF-8 text; a byte-order mark is skipped.
    ///   - requiringAnswers: Whether a conversation without an assistant's message with text is unusable.
    /// - Throws: ``/Files/TextFileError`` as ``init(readingFile:requiringAnswers:)``.
    public init(named name: String, bytes: Data, requiringAnswers: Bool = true) throws(TextFileError) {
        let written = try TextLine.lines(of: bytes, file: name)
        let lines = TextLine.elements(ofArray: written) ?? written
        guard let first = lines.first(where: { !$0.isBlank }) else {
            throw TextFileError(file: name, cause: "the file holds no conversation")
        }
        self.name = name
        if first.text.drop(while: \.isWhitespace).hasPrefix("{") {
            let reader = ConversationLineReader(file: name, requiresAnswers: requiringAnswers)
            let content = try reader.content(of: lines)
            if content.conversations.isEmpty, let first = content.unusable.first {
                throw TextFileError(file: name, line: first.line, cause: first.cause)
            }
            (conversations, unusable) = (content.conversations, content.unusable)
        } else {
            unusable = []
            conversations = Self.paragraphs(of: lines)
        }
    }

    private static func paragraphs(of lines: [TextLine]) -> [TrainingConversation] {
        lines.split(whereSeparator: \.isBlank).enumerated().map { index, lines in
            TrainingConversation(
                id: "\(index + 1)", text: lines.map(\.text).joined(separator: "\n"), line: lines.first?.number)
        }
    }
}
