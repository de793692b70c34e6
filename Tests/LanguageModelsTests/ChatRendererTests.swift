import LanguageModels
import Testing

/// Formats that need no model's template.
///
/// Expected texts come from the families' published templates, Vicuna's from its published
/// format.
@Suite("Rendering conversations")
struct ChatRendererTests {
    /// Two exchanges with a system message, white space to trim and thinking to drop.
    private static let long = [
        ChatMessage(role: .system, content: "Be brief. "),
        ChatMessage(role: .user, content: " Hi there\n"),
        ChatMessage(role: .assistant, content: "<think>\nwho?\n</think>\n\nHello! "),
        ChatMessage(role: .user, content: "Sum of 2 and 3?"),
    ]
    private static let short = [ChatMessage(role: .user, content: "Hi")]
    private static let answered = [
        ChatMessage(role: .user, content: "Hi"),
        ChatMessage(role: .assistant, content: "<think>\n\nhm\n\n</think>\n\nYo"),
    ]

    private func expect(
        _ renderer: ChatRenderer, long: String, short: String, answered: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let cases = [(Self.long, true, long), (Self.short, true, short), (Self.answered, false, answered)]
        for (messages, addGenerationPrompt, expected) in cases {
            let text = try renderer.render(messages, addGenerationPrompt: addGenerationPrompt)
            #expect(text == expected, sourceLocation: sourceLocation)
        }
    }

    @Test("ChatML")
    func chatML() throws {
        try expect(
            format("chatml"),
            long: "<|im_start|>system\nBe brief. <|im_end|>\n<|im_start|>user\n Hi there\n<|im_end|>\n"
                + "<|im_start|>assistant\n<think>\nwho?\n</think>\n\nHello! <|im_end|>\n"
                + "<|im_start|>user\nSum of 2 and 3?<|im_end|>\n<|im_start|>assistant\n",
            short: "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n",
            answered: "<|im_start|>user\nHi<|im_end|>\n"
                + "<|im_start|>assistant\n<think>\n\nhm\n\n</think>\n\nYo<|im_end|>\n")
    }

    @Test("Llama 2")
    func llama2() throws {
        try expect(
            format("llama-2"),
            long: "<s>[INST] <<SYS>>\nBe brief. \n<</SYS>>\n\n Hi there [/INST] "
                + "<think>\nwho?\n</think>\n\nHello! </s><s>[INST] Sum of 2 and 3? [/INST]",
            short: "<s>[INST] Hi [/INST]",
            answered: "<s>[INST] Hi [/INST] <think>\n\nhm\n\n</think>\n\nYo </s>")
    }

    @Test("Llama 3")
    func llama3() throws {
        try expect(
            format("llama-3"),
            long: "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nHi there<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n<think>\nwho?\n</think>\n\nHello!<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nSum of 2 and 3?<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n",
            short: "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n",
            answered: "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n<think>\n\nhm\n\n</think>\n\nYo<|eot_id|>")
    }

    @Test("Vicuna")
    func vicuna() throws {
        let introduction =
            "A chat between a curious user and an artificial intelligence assistant. "
            + "The assistant gives helpful, detailed, and polite answers to the user's questions."
        let messages = [
            ChatMessage(role: .user, content: "Hello!"), ChatMessage(role: .assistant, content: "Hi!"),
            ChatMessage(role: .user, content: "How are you?"),
        ]
        #expect(
            try format("vicuna").render(messages, addGenerationPrompt: true)
                == "<s>\(introduction) USER: Hello! ASSISTANT: Hi!</s>USER: How are you? ASSISTANT:")
        #expect(
            try format("vicuna").render(
                [ChatMessage(role: .system, content: "Short.")] + messages, addGenerationPrompt: true)
                == "<s>Short. USER: Hello! ASSISTANT: Hi!</s>USER: How are you? ASSISTANT:")
    }

    @Test("DeepSeek-R1 drops thinking and opens a new thought")
    func deepSeekR1() throws {
        try expect(
            format("deepseek-r1"),
            long: "<｜begin▁of▁sentence｜>Be brief. <｜User｜> Hi there\n<｜Assistant｜>\n\nHello! <｜end▁of▁sentence｜>"
                + "<｜User｜>Sum of 2 and 3?<｜Assistant｜><think>\n",
            short: "<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜><think>\n",
            answered: "<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜>\n\nYo<｜end▁of▁sentence｜>")
    }

    @Test("Qwen3 keeps the thought of the last answer only, and ends with an empty one when thinking is off")
    func qwen3() throws {
        let long =
            "<|im_start|>system\nBe brief. <|im_end|>\n<|im_start|>user\n Hi there\n<|im_end|>\n"
            + "<|im_start|>assistant\nHello! <|im_end|>\n<|im_start|>user\nSum of 2 and 3?<|im_end|>\n"
            + "<|im_start|>assistant\n"
        let short = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
        let answered = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n<think>\nhm\n</think>\n\nYo<|im_end|>\n"
        try expect(
            format("qwen3"), long: long, short: short, answered: answered)
        let quiet = try format("qwen3", arguments: withoutThinking)
        let empty = "<think>\n\n</think>\n\n"
        try expect(quiet, long: long + empty, short: short + empty, answered: answered)
    }

    @Test("plain text is the messages alone")
    func plainText() throws {
        #expect(
            try format("none").render(
                [ChatMessage(role: .user, content: "Once"), ChatMessage(role: .assistant, content: "upon")],
                addGenerationPrompt: true) == "Once\n\nupon")
    }

    @Test("formats that cannot express a conversation refuse it", arguments: ["llama-2", "vicuna", "mistral", "gemma"])
    func alternation(name: String) throws {
        let format = try format(name)
        let error = #expect(throws: ChatTemplateError.self) {
            try format.render(Self.long + Self.short, addGenerationPrompt: true)
        }
        let sentence = try #require(error).description
        #expect(sentence.hasPrefix("\(name):"))
        #expect(
            sentence.hasSuffix(
                ": the chat template refuses the conversation: after an optional system message user and assistant must "
                    + "alternate, user first; message 5 is from user"), "\(sentence)")
    }

    @Test("Mistral, Gemma, Phi-3 and Zephyr")
    func smallFamilies() throws {
        let talk =
            Array(Self.long.prefix(2)) + [
                ChatMessage(role: .assistant, content: "Hello!"), ChatMessage(role: .user, content: "Sum?"),
            ]
        #expect(
            try format("mistral").render(talk, addGenerationPrompt: true)
                == "<s> [INST]  Hi there\n [/INST] Hello!</s> [INST] Be brief. \n\nSum? [/INST]")
        #expect(
            try format("gemma").render(talk, addGenerationPrompt: true)
                == "<bos><start_of_turn>user\nBe brief. \n\nHi there<end_of_turn>\n<start_of_turn>model\nHello!<end_of_turn>\n"
                + "<start_of_turn>user\nSum?<end_of_turn>\n<start_of_turn>model\n")
        #expect(
            try format("phi-3").render(Self.short, addGenerationPrompt: true)
                == "<|user|>\nHi<|end|>\n<|assistant|>\n")
        #expect(
            try format("zephyr").render(Self.answered, addGenerationPrompt: false)
                == "<|user|>\nHi</s>\n<|assistant|>\n<think>\n\nhm\n\n</think>\n\nYo</s>\n")
    }

    @Test("only what the template writes is control text", arguments: ChatTemplate.names)
    func segments(name: String) throws {
        let messages = [ChatMessage(role: .system, content: "one"), ChatMessage(role: .user, content: "two")]
        let segments = try format(name).segments(messages, addGenerationPrompt: true)
        let contents = segments.filter { if case .content = $0 { true } else { false } }
        #expect(contents == [.content("one"), .content("two")])
    }
}
