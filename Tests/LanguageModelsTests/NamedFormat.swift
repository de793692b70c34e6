import JSON
import LanguageModels
import Testing

/// The chat format of a name.
func format(_ name: String, arguments: [JSONMember] = [], tools: JSONValue? = nil) throws -> ChatRenderer {
    try ChatRenderer(
        try #require(ChatTemplate.named(name)), settings: ChatSettings(arguments: arguments, tools: tools))
}

/// What Qwen3 is told so that it does not think.
let withoutThinking = [JSONMember("enable_thinking", .bool(false))]
