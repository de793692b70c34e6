import JSON

/// The tools that a message calls, as chat templates read them: a list of functions with names and arguments.
struct ToolCalls {
    /// The list.
    let value: JSONValue

    /// Whether the message's text is the call itself, as datasets write it that name the caller by a speaker.
    let isWholeMessage: Bool

    /// The speakers whose text is a call.
    private static let speakers = ["function_call", "tool_call"]

    /// Takes the calls out of a message; nil where no tool is called.
    ///
    /// - Parameters:
    ///   - turn: The message.
    ///   - speaker: Who speaks.
    ///   - text: The key of the message's text.
    ///   - isAssistant: Whether that is the model.
    ///   - place: The message's place, for errors.
    /// - Throws: If a call has no name.
    init?(
        in turn: JSONValue, by speaker: String, text: String, isAssistant: Bool, place: Int
    ) throws(ConversationLineReader.Obstacle) {
        let written: (word: String, calls: [JSONValue])
        if Self.speakers.contains(speaker) {
            let call = turn[text]?.string.flatMap { try? JSONValue(parsing: $0) }
            written = (speaker, call?.array ?? [call ?? .null])
        } else if isAssistant, let calls = turn["tool_calls"]?.array, !calls.isEmpty {
            written = ("tool_calls", calls)
        } else if isAssistant, let call = turn["function_call"], call.members != nil {
            written = ("function_call", [call])
        } else {
            return nil
        }
        isWholeMessage = Self.speakers.contains(speaker)
        var calls: [JSONValue] = []
        for call in written.calls {
            guard let called = Self.called(call) else {
                throw ConversationLineReader.Obstacle(
                    reason: .toolCall,
                    cause: "message \(place + 1) calls a tool ('\(written.word)') without the name of a function")
            }
            calls.append(called)
        }
        value = .array(calls)
    }

    /// A call with its function in its place, and with arguments as values where they are written as a text: what templates
    /// write of a text would be another than the model's own words.
    private static func called(_ call: JSONValue) -> JSONValue? {
        let function = call["function"] ?? call
        guard let members = function.members, function["name"]?.string != nil else { return nil }
        let parsed = members.map { member in
            guard member.key == "arguments", let text = member.value.string,
                let value = try? JSONValue(parsing: text), value.members != nil
            else { return member }
            return JSONMember(member.key, value)
        }
        guard let outer = call["function"] == nil ? nil : call.members else {
            return .object([JSONMember("type", .string("function")), JSONMember("function", .object(parsed))])
        }
        return .object(outer.map { $0.key == "function" ? JSONMember("function", .object(parsed)) : $0 })
    }
}
