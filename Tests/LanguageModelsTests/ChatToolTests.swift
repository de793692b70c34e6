import LanguageModels
import Testing

/// What tools return, in the formats that have a place for it.
struct ChatToolTests {
    private let talk = [
        ChatMessage(role: .user, content: "Rain?"), ChatMessage(role: .assistant, content: "I look."),
        ChatMessage(role: .tool, content: "no"), ChatMessage(role: .tool, content: "dry"),
        ChatMessage(role: .assistant, content: "No."),
    ]

    @Test
    func `Qwen's templates put it into a user's turn, several into one`() throws {
        var renderer = ChatRenderer(.chatML)
        renderer.wrapsToolResponses = true
        let text = try renderer.render(talk, addGenerationPrompt: false)
        #expect(
            text.contains(
                "I look.<|im_end|>\n<|im_start|>user\n<tool_response>\nno\n</tool_response>\n<tool_response>\ndry\n"
                    + "</tool_response><|im_end|>\n<|im_start|>assistant\nNo."))
        let qwen3 = try ChatRenderer(.qwen3).render(talk, addGenerationPrompt: false)
        #expect(qwen3.contains("</tool_response>\n<tool_response>\ndry\n</tool_response><|im_end|>\n"))
    }

    @Test
    func `ChatML gives it turns of its own`() throws {
        let text = try ChatRenderer(.chatML).render(talk, addGenerationPrompt: false)
        #expect(text.contains("<|im_start|>tool\nno<|im_end|>\n<|im_start|>tool\ndry<|im_end|>\n"))
    }

    @Test(arguments: [ChatTemplate.llama2, .llama3, .vicuna, .deepSeekR1])
    func `Other formats refuse it rather than write what no model has seen`(template: ChatTemplate) {
        #expect(throws: ChatTemplateError.self) { try template.render(talk, addGenerationPrompt: false) }
    }

    @Test
    func `Only Qwen3 has a mode without thinking`() throws {
        for template in ChatTemplate.allCases where template != .qwen3 {
            #expect(throws: ChatTemplateError.self) { try ChatRenderer(template).withoutThinking() }
        }
        let prompt = try ChatRenderer(.qwen3).withoutThinking().render(
            [ChatMessage(role: .user, content: "Hi")], addGenerationPrompt: true)
        #expect(prompt.hasSuffix("<|im_start|>assistant\n<think>\n\n</think>\n\n"))
    }
}
