import JSON
import LanguageModels

extension ConversationLineReader {
    /// The speakers' names in all formats; a developer's instructions are a system's.
    private static let roles: [String: ChatMessage.Role] = [
        "system": .system, "developer": .system, "user": .user, "human": .user, "assistant": .assistant,
        "gpt": .assistant, "tool": .tool, "function": .tool, "observation": .tool,
    ]

    /// The keys under which servers return what a model thought.
    private static let thoughtKeys = ["reasoning_content", "reasoning"]

    /// One message of a conversation.
    ///
    /// A thought beside an answer is put before it between the tags that models write around it.
    func message(
        _ turn: JSONValue, place: Int, as format: ConversationFormat
    ) throws(Obstacle) -> ChatMessage {
        let keys = format.keys(of: turn)
        guard turn.members != nil else {
            throw Obstacle(reason: .noText, cause: "message \(place + 1) must be an object, found \(turn.kind)")
        }
        guard let speaker = turn[keys.role]?.string else {
            throw Obstacle(
                reason: .speaker,
                cause:
                    "'\(keys.role)' of message \(place + 1) must hold text, found \(turn[keys.role]?.kind ?? "nothing")"
            )
        }
        let isAssistant = Self.roles[speaker] == .assistant
        if let calls = try ToolCalls(in: turn, by: speaker, text: keys.text, isAssistant: isAssistant, place: place) {
            let said = calls.isWholeMessage || turn[keys.text]?.isNull ?? true ? nil : turn[keys.text]
            let content = said == nil ? "" : try text(said, of: keys.text, place: place)
            return ChatMessage(
                role: .assistant, content: thoughtful(content, in: turn),
                fields: [JSONMember(ChatMessage.toolCallsKey, calls.value)])
        }
        guard let role = Self.roles[speaker] else {
            throw Obstacle(
                reason: .speaker,
                cause: "'\(keys.role)' of message \(place + 1) is '\(speaker)', which is none of "
                    + Self.roles.keys.sorted().joined(separator: ", "))
        }
        let content = try text(turn[keys.text], of: keys.text, place: place)
        switch role {
        case .assistant: return ChatMessage(role: role, content: thoughtful(content, in: turn))
        case .tool:
            // What formats name a tool's answer by.
            let fields = ["name", "tool_call_id"].compactMap { key in
                turn[key]?.string.map { JSONMember(key, .string($0)) }
            }
            return ChatMessage(role: role, content: content, fields: fields)
        case .system, .user: return ChatMessage(role: role, content: content)
        }
    }

    /// An answer behind the thought that its message has, if it has one.
    private func thoughtful(_ content: String, in turn: JSONValue) -> String {
        let thought = Self.thoughtKeys.lazy.compactMap { turn[$0]?.string }.first { !$0.allSatisfy(\.isWhitespace) }
        return thought.map { "<think>\n\($0)\n</think>\n\n\(content)" } ?? content
    }

    /// A text, or a list of parts that are texts.
    private func text(_ value: JSONValue?, of key: String, place: Int) throws(Obstacle) -> String {
        if let text = value?.string { return text }
        guard let parts = value?.array else {
            throw Obstacle(
                reason: .noText,
                cause: "'\(key)' of message \(place + 1) must hold text, found \(value?.kind ?? "nothing")")
        }
        var texts = ""
        for part in parts {
            guard let text = part.string ?? part["text"]?.string else {
                let kind = part["type"]?.string.map { "'\($0)'" } ?? part.kind
                throw Obstacle(
                    reason: .noText,
                    cause: "'\(key)' of message \(place + 1) holds a part of type \(kind), and only text is learnt from"
                )
            }
            texts += text
        }
        return texts
    }
}
