import Files
import JSON
import LanguageModels

/// Reads conversations from lines that are JSON objects, all of the same format.
///
/// Public data hold lines that nothing can be learnt from. They are left out and reported; a line that is no JSON, or of
/// another format than the first, means that the file is not what it seems, and is a fault.
struct ConversationLineReader {
    let file: String
    let requiresAnswers: Bool

    /// What lines hold.
    struct Content {
        var conversations: [TrainingConversation] = []
        var unusable: [UnusableConversation] = []

        /// How many lines have been read.
        var count: Int { conversations.count + unusable.count }
    }

    /// A line cannot be used.
    struct Obstacle: Error {
        let reason: UnusableConversation.Reason
        let cause: String
    }

    /// The conversations of all lines that are not blank.
    func content(of lines: [TextLine]) throws(TextFileError) -> Content {
        var first: (format: ConversationFormat, line: Int)?
        var content = Content()
        for line in lines where !line.isBlank {
            let object = try line.object(in: file)
            guard let format = ConversationFormat.lineFormats.first(where: { object[$0.key] != nil }) else {
                throw fault(
                    line, "no known conversation format: expected an object with 'messages' or 'conversations'")
            }
            if let first, first.format != format {
                throw fault(
                    line, "\(format.rawValue) in a file that began with \(first.format.rawValue) in line \(first.line)")
            }
            first = first ?? (format, line.number)
            do throws(Obstacle) {
                content.conversations.append(
                    try conversation(from: object, as: format, line: line.number, number: content.count + 1))
            } catch {
                content.unusable.append(
                    UnusableConversation(line: line.number, reason: error.reason, cause: error.cause))
            }
        }
        return content
    }

    /// Whether a line is an object in one of these formats, so that a prompt file can be told from conversations.
    static func recognises(_ line: TextLine) -> Bool {
        guard let object = try? JSONValue(parsing: line.text) else { return false }
        return ConversationFormat.lineFormats.contains { object[$0.key] != nil }
    }

    private func conversation(
        from object: JSONValue, as format: ConversationFormat, line: Int, number: Int
    ) throws(Obstacle) -> TrainingConversation {
        guard let turns = object[format.key]?.array else {
            throw Obstacle(reason: .noMessages, cause: "'\(format.key)' must be a list")
        }
        guard !turns.isEmpty else {
            throw Obstacle(reason: .noMessages, cause: "the conversation is empty: '\(format.key)' has no message")
        }
        var messages: [ChatMessage] = []
        var cut: Set<Int> = []
        for (place, turn) in turns.enumerated() {
            messages.append(try message(turn, place: place, as: format))
            if turn["cut"]?.bool == true { cut.insert(place) }
        }
        let conversation = TrainingConversation(
            id: name(object["id"]) ?? "\(number)", category: name(object["category"]) ?? name(object["source"]),
            messages: messages, cut: cut, tools: Self.tools(object["tools"]), line: line)
        guard conversation.hasAnswer || !requiresAnswers else {
            throw Obstacle(
                reason: .noAnswer, cause: "the conversation has no assistant's message with text to learn from")
        }
        return conversation
    }

    /// A list of tools, as it is or as a text that holds one, as files with columns have it; nil for none.
    private static func tools(_ value: JSONValue?) -> JSONValue? {
        let list = value?.string.map { try? JSONValue(parsing: $0) } ?? value
        return list?.array?.isEmpty == false ? list : nil
    }

    /// A text or an integer; nil for anything else: it only names the conversation.
    private func name(_ value: JSONValue?) -> String? { value?.string ?? value?.integer.map { "\($0)" } }

    private func fault(_ line: TextLine, _ cause: String) -> TextFileError {
        TextFileError(file: file, line: line.number, cause: cause)
    }
}
