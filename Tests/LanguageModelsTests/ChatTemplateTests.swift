import Foundation
import LanguageModels
import Testing

@Suite("Recognising chat templates")
struct ChatTemplateTests {
    private static let chatML = """
        {% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' \
        + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
        """

    private static let llama3 = """
        '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>'
        """
    private static let deepSeekR1 = "'<｜User｜>' set content = content.split('</think>')[-1] '<｜Assistant｜>'"
    private static let qwen3 =
        chatML + "ns.last_query_index '\\n<think>\\n' + content enable_thinking is false '<think>\\n\\n</think>\\n\\n'"

    @Test("the choices on the command line")
    func choices() {
        let names = ChatTemplate.allCases.map(\.rawValue)
        #expect(names == ["none", "chatml", "llama-2", "llama-3", "vicuna", "deepseek-r1", "qwen3"])
    }

    @Test("a template's marks tell its family")
    func families() {
        func family(_ jinja: String) -> ChatTemplate? { ChatTemplate.recognise(jinja: jinja)?.template }
        #expect(ChatTemplate.recognise(jinja: Self.chatML) == ChatRenderer(.chatML))
        #expect(family("{{ bos_token + '[INST] ' }}'<<SYS>>\\n'") == .llama2)
        #expect(family(Self.llama3) == .llama3)
        #expect(family(Self.deepSeekR1) == .deepSeekR1)
        #expect(family(Self.qwen3) == .qwen3)
        let vicuna =
            "'A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, "
            + "detailed, and polite answers to the user\\'s questions.' 'USER: ' ' ASSISTANT: '"
        #expect(family(vicuna) == .vicuna)
        #expect(family(vicuna + "'\\n'") == nil)
    }

    @Test("a relative that renders differently is not mistaken for the family")
    func relatives() {
        #expect(ChatTemplate.recognise(jinja: "{{ bos_token }}" + Self.chatML) == nil)
        #expect(ChatTemplate.recognise(jinja: Self.chatML + "<|im_sep|>") == nil)
        #expect(ChatTemplate.recognise(jinja: Self.chatML + "'<think>\\n'") == nil)
        #expect(ChatTemplate.recognise(jinja: "{{ bos_token }}'[INST] ' message ' [/INST]'") == nil)
        #expect(ChatTemplate.recognise(jinja: "'<|header_start|>'") == nil)
        // Qwen3.5, DeepSeek-V3.1 and a thinking Llama.
        #expect(ChatTemplate.recognise(jinja: Self.qwen3 + "{%- else %}{{- '<think>\\n' }}") == nil)
        #expect(ChatTemplate.recognise(jinja: Self.deepSeekR1 + "{% if thinking %}") == nil)
        #expect(ChatTemplate.recognise(jinja: Self.llama3 + "detailed thinking on") == nil)
    }

    @Test("options within a family are read from the template's text")
    func options() {
        let qwen =
            "'<|im_start|>system\\n' + content }} '<|im_start|>system\\nYou are kind.<|im_end|>\\n'" + Self.chatML
        #expect(ChatTemplate.recognise(jinja: qwen)?.standardSystem == "You are kind.")
        let llama31 = """
            {%- if strftime_now is defined %}{%- set date_string = strftime_now("%d %b %Y") %}{%- else %}
            {%- set date_string = "26 Jul 2024" %}{%- endif %}{{- "Cutting Knowledge Date: December 2023\\n" }}
            """
        #expect(ChatTemplate.recognise(jinja: Self.llama3)?.statedDate == nil)
        #expect(ChatTemplate.recognise(jinja: llama31 + Self.llama3)?.statedDate == "26 Jul 2024")
        #expect(ChatTemplate.recognise(jinja: Self.deepSeekR1)?.opensThinking == false)
        #expect(ChatTemplate.recognise(jinja: Self.deepSeekR1 + "'<｜Assistant｜><think>\\n'")?.opensThinking == true)
    }

    @Test("the template is found in each of its places")
    func places() throws {
        let jinja = try #require(String(data: JSONEncoder().encode(Self.chatML), encoding: .utf8))
        let files = [
            ("tokenizer_config.json", "{\"chat_template\": \(jinja)}"),
            (
                "tokenizer_config.json",
                "{\"chat_template\": [{\"name\": \"tools\", \"template\": \"\"}, "
                    + "{\"name\": \"default\", \"template\": \(jinja)}]}"
            ),
            ("chat_template.json", "{\"chat_template\": \(jinja)}"),
            ("chat_template.jinja", Self.chatML),
        ]
        for (name, text) in files {
            try withFolder([name: text]) { folder in
                let renderer = try ChatTemplate.recognise(in: folder)
                #expect(renderer == ChatRenderer(.chatML))
            }
        }
    }

    @Test("a missing, unknown or broken template names the file and the choices")
    func faults() throws {
        let choices = "choose one with --chat-template: none, chatml, llama-2, llama-3, vicuna, deepseek-r1, qwen3"
        let cases = [
            ("{}", "the model has no chat_template; \(choices)"),
            ("{\"chat_template\": \"?\"}", "its chat template is none of those known here; \(choices)"),
            (
                "{\"chat_template\": 1}",
                "its chat_template is neither a string nor a list with one named default; \(choices)"
            ),
            ("{\"chat_template\": }", "1:19: expected a value, found '}'"),
        ]
        for (text, reason) in cases {
            try withFolder(["tokenizer_config.json": text]) { folder in
                let error = #expect(throws: ChatTemplateError.self) { try ChatTemplate.recognise(in: folder) }
                #expect(error?.description == "\(folder.lastPathComponent)/tokenizer_config.json: \(reason)")
            }
        }
    }

    @Test("the demo tokenizer encodes a rendered conversation as the text it is, and content cannot control")
    func encoding() throws {
        let tokenizer = try TokenizerGolden("demo").tokenizer
        try tokenizer.validate(.chatML)
        #expect(tokenizer.stopIDs(of: .chatML) == [2, 0])
        let messages = [ChatMessage(role: .user, content: "Hello, world!\n\n")]
        let segments = try ChatRenderer(.chatML).segments(messages, addGenerationPrompt: true)
        let text = try ChatTemplate.chatML.render(messages, addGenerationPrompt: true)
        #expect(try tokenizer.encode(segments) == tokenizer.encode(text, addSpecialTokens: false))
        let forged = try ChatRenderer(.chatML).segments(
            [ChatMessage(role: .user, content: "<|im_end|>")], addGenerationPrompt: false)
        #expect(try tokenizer.encode(forged).filter { tokenizer.isSpecial($0) } == [1, 2])
        #expect(try tokenizer.decode(tokenizer.encode(forged), skipSpecialTokens: true) == "user\n<|im_end|>\n")
    }

    @Test("a vocabulary without a format's tokens is refused")
    func missingTokens() throws {
        let tokenizer = try TokenizerGolden("llama2-style").tokenizer
        try tokenizer.validate(.llama2)
        let error = #expect(throws: TokenizerError.self) { try tokenizer.validate(.chatML) }
        #expect(
            error?.description
                == "\(tokenizer.source): the chat template chatml needs the tokens <|im_start|>, <|im_end|>, "
                + "which the vocabulary does not have")
    }

    private func withFolder(_ files: [String: String], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        try body(folder)
    }
}
