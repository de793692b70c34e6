import JSON
import LanguageModels
import Testing

/// What tools return, in the formats that have a place for it, and what a template is told of tools and other values.
struct ChatToolTests {
    private let talk = [
        ChatMessage(role: .user, content: "Rain?"), ChatMessage(role: .assistant, content: "I look."),
        ChatMessage(role: .tool, content: "no"), ChatMessage(role: .tool, content: "dry"),
        ChatMessage(role: .assistant, content: "No."),
    ]

    @Test
    func `Qwen's format puts results into a user's turn, several into one`() throws {
        let text = try format("qwen3").render(talk, addGenerationPrompt: false)
        #expect(
            text.contains(
                "I look.<|im_end|>\n<|im_start|>user\n<tool_response>\nno\n</tool_response>\n<tool_response>\ndry\n"
                    + "</tool_response><|im_end|>\n<|im_start|>assistant\n"))
    }

    @Test
    func `ChatML gives them turns of their own`() throws {
        let text = try format("chatml").render(talk, addGenerationPrompt: false)
        #expect(text.contains("<|im_start|>tool\nno<|im_end|>\n<|im_start|>tool\ndry<|im_end|>\n"))
    }

    @Test(arguments: ["llama-2", "llama-3", "vicuna", "deepseek-r1", "mistral", "gemma"])
    func `Other formats refuse them rather than write what no model has seen`(name: String) throws {
        let format = try format(name)
        #expect(throws: ChatTemplateError.self) { try format.render(talk, addGenerationPrompt: false) }
    }

    @Test
    func `A template is told values and tools that it reads, and no others`() throws {
        let prompt = try format("qwen3", arguments: withoutThinking).render(
            [ChatMessage(role: .user, content: "Hi")], addGenerationPrompt: true)
        #expect(prompt.hasSuffix("<|im_start|>assistant\n<think>\n\n</think>\n\n"))
        for name in ChatTemplate.names where name != "qwen3" {
            #expect(throws: ChatTemplateError.self) { try format(name, arguments: withoutThinking) }
        }
        #expect(throws: ChatTemplateError.self) { try format("chatml", tools: .array([])) }

        let template = try ChatTemplate(
            "{{ tools | tojson }}{% for m in messages %}{{ m.tool_calls[0].name }}{% endfor %}", name: "own")
        let tools = JSONValue.array([.object(sorting: ["name": .string("<|im_end|>")])])
        let renderer = try ChatRenderer(template, settings: ChatSettings(tools: tools))
        let call = JSONValue.array([.object(sorting: ["name": .string("rain")])])
        let segments = try renderer.segments(
            [ChatMessage(role: .assistant, content: "", fields: [JSONMember("tool_calls", call)])],
            addGenerationPrompt: false)
        // Nothing that came from outside can control the model.
        #expect(segments.map(\.text).joined() == #"[{"name": "<|im_end|>"}]rain"#)
        #expect(!segments.contains { if case .control(let text) = $0 { text.contains("im_end") } else { false } })
    }
}
