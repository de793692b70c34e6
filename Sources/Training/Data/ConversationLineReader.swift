import Files
import JSON
import LanguageModels

/// Reads conversations from lines that are JSON objects, all of the same format.
struct ConversationLineReader {
    let file: String
    let requiresAnswers: Bool

    /// The conversations of all lines that are not blank.
    func conversations(in lines: [TextLine]) throws(TextFileError) -> [TrainingConversation] {
        var first: (format: ConversationFormat, line: Int)?
        var conversations: [TrainingConversation] = []
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
            let conversation = try conversation(from: object, as: format, in: line, number: conversations.count + 1)
            conversations.append(conversation)
        }
        return conversations
    }

    /// Whether a line is an object in one of these formats, so that a prompt file can be told from conversations.
    static func recognises(_ line: TextLine) -> Bool {
        guard let object = try? JSONValue(parsing: line.text) else { return false }
        return ConversationFormat.lineFormats.contains { object[$0.key] != nil }
    }

    private func conversation(
        from object: JSONValue, as format: ConversationFormat, in line: TextLine, number: Int
    ) throws(TextFileError) -> TrainingConversation {
        guard let turns = object[format.key]?.array else { throw fault(line, "'\(format.key)' must be a list") }
        guard !turns.isEmpty else { throw fault(line, "the conversation is empty: '\(format.key)' has no message") }
        var messages: [ChatMessage] = []
        var cut: Set<Int> = []
        for (place, turn) in turns.enumerated() {
            messages.append(try message(turn, place: place, as: format, in: line))
            if turn["cut"]?.bool == true { cut.insert(place) }
        }
        let id = try name(object["id"], of: "id", in: line) ?? "\(number)"
        let category = try name(object["category"], of: "category", in: line)
        let source = try name(object["source"], of: "source", in: line)
        let conversation = TrainingConversation(
            id: id, category: category ?? source, messages: messages, cut: cut, line: line.number)
        guard conversation.hasAnswer || !requiresAnswers else {
            throw fault(line, "the conversation has no assistant's message with text to learn from")
        }
        return conversation
    }

    private func message(
        _ turn: JSONValue, place: Int, as format: ConversationFormat, in line: TextLine
    ) throws(TextFileError) -> ChatMessage {
        let keys = format.turnKeys
        guard turn.members != nil else {
            throw fault(line, "message \(place + 1) must be an object, found \(turn.kind)")
        }
        func text(_ key: String) throws(TextFileError) -> String {
            guard let text = turn[key]?.string else {
                throw fault(
                    line, "'\(key)' of message \(place + 1) must hold text, found \(turn[key]?.kind ?? "nothing")")
            }
            return text
        }
        let speaker = try text(keys.role)
        guard let role = Self.roles[speaker] else {
            throw fault(
                line,
                "'\(keys.role)' of message \(place + 1) is '\(speaker)', which is none of "
                    + Self.roles.keys.sorted().joined(separator: ", "))
        }
        return ChatMessage(role: role, content: try text(keys.text))
    }

    /// The speakers' names in both formats.
    private static let roles: [String: ChatMessage.Role] = [
        "system": .system, "user": .user, "human": .user, "assistant": .assistant, "gpt": .assistant,
    ]

    /// A text or an integer; nil where the key is missing or null.
    private func name(
        _ value: JSONValue?, of key: String, in line: TextLine
    ) throws(TextFileError) -> String? {
        switch value {
        case nil, .null: return nil
        case .string(let text): return text
        case .integer(let number): return "\(number)"
        case .some(let other): throw fault(line, "'\(key)' must be a text or an integer, found \(other.kind)")
        }
    }

    private func fault(_ line: TextLine, _ cause: String) -> TextFileError {
        TextFileError(file: file, line: line.number, cause: cause)
    }
}
