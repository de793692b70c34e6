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
        if let call = Self.call(in: turn, by: speaker) {
            throw Obstacle(
                reason: .toolCall,
                cause:
                    "message \(place + 1) calls a tool ('\(call)'), and conversations with calls are not learnt from yet"
            )
        }
        guard let role = Self.roles[speaker] else {
            throw Obstacle(
                reason: .speaker,
                cause: "'\(keys.role)' of message \(place + 1) is '\(speaker)', which is none of "
                    + Self.roles.keys.sorted().joined(separator: ", "))
        }
        let content = try text(turn[keys.text], of: keys.text, place: place)
        let thought = Self.thoughtKeys.lazy.compactMap { turn[$0]?.string }.first { !$0.allSatisfy(\.isWhitespace) }
        guard role == .assistant, let thought else { return ChatMessage(role: role, content: content) }
        return ChatMessage(role: role, content: "<think>\n\(thought)\n</think>\n\n\(content)")
    }

    /// The word by which a message calls a tool, as servers and datasets spell it; nil for one that does not.
    private static func call(in turn: JSONValue, by speaker: String) -> String? {
        if ["function_call", "tool_call"].contains(speaker) { return speaker }
        guard roles[speaker] == .assistant else { return nil }
        if let calls = turn["tool_calls"]?.array, !calls.isEmpty { return "tool_calls" }
        return turn["function_call"]?.members == nil ? nil : "function_call"
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
