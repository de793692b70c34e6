import Foundation
import JSON
import LanguageModels
import Templates
import Testing

@Suite("The chat template of a model")
struct ChatTemplateTests {
    private static let chatML = """
        {% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' \
        + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
        """

    @Test("the choices on the command line")
    func choices() {
        #expect(
            ChatTemplate.names == [
                "none", "chatml", "llama-2", "llama-3", "vicuna", "deepseek-r1", "qwen3", "mistral", "gemma", "phi-3",
                "zephyr",
            ])
        for name in ChatTemplate.names { #expect(ChatTemplate.named(name)?.name == name) }
        #expect(ChatTemplate.named("chatnl") == nil)
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
        let hello = [ChatMessage(role: .user, content: "Hi")]
        let expected = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
        for (name, text) in files {
            try withFolder([name: text]) { folder in
                let renderer = try ModelFiles(folder).chatRenderer()
                #expect(try renderer.render(hello, addGenerationPrompt: true) == expected)
                #expect(renderer.template.name == "\(folder.lastPathComponent)/\(name)")
            }
        }
    }

    @Test("a template reads the model's special tokens, and the one for tools is taken where there are some")
    func specialTokens() throws {
        let config = """
            {"bos_token": "<s>", "eos_token": {"content": "</s>"}, "chat_template": [
                {"name": "default", "template": "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}"},
                {"name": "tool_use", "template": "{{ tools | length }}{{ bos_token }}"}]}
            """
        try withFolder(["tokenizer_config.json": config]) { folder in
            let files = try ModelFiles(folder)
            let forged = [ChatMessage(role: .user, content: "</s>")]
            #expect(
                try files.chatRenderer().segments(forged, addGenerationPrompt: true)
                    == [.control("<s>"), .content("</s>"), .control("</s>")])
            let tools = ChatSettings(tools: .array([.null, .null]))
            #expect(try files.chatRenderer(tools).render(forged, addGenerationPrompt: true) == "2<s>")
        }
    }

    @Test("a day is told to templates that ask for it, so that a prompt can be made again")
    func day() throws {
        let template = try ChatTemplate("{{ strftime_now('%d %b %Y') }}", name: "dated")
        let settings = ChatSettings(date: TemplateDate(year: 2026, month: 11, day: 30))
        let renderer = try ChatRenderer(template, settings: settings)
        #expect(try renderer.render([], addGenerationPrompt: true) == "30 Nov 2026")
        #expect(renderer.settings == ["date": "2026-11-30"])
        #expect(throws: ChatTemplateError.self) { try ChatRenderer(template).render([], addGenerationPrompt: true) }
    }

    @Test("a missing or broken template names the file and the choices")
    func faults() throws {
        let choices = "choose one with --chat-template: a file, or \(ChatTemplate.names.joined(separator: ", "))"
        let cases = [
            ("{}", ": the model has no chat template; \(choices)"),
            ("{\"chat_template\": \"{% if\"}", ":1:6: "),
            (
                "{\"chat_template\": 1}",
                ": its chat_template is neither a string nor a list with one named default; \(choices)"
            ),
            ("{\"chat_template\": }", ": 1:19: expected a value, found '}'"),
        ]
        for (text, reason) in cases {
            try withFolder(["tokenizer_config.json": text]) { folder in
                let error = #expect(throws: ChatTemplateError.self) { try ModelFiles(folder).chatRenderer() }
                let sentence = try #require(error).description
                #expect(sentence.hasPrefix("\(folder.lastPathComponent)/tokenizer_config.json\(reason)"), "\(sentence)")
            }
        }
    }

    @Test("the demo tokenizer encodes a rendered conversation as the text it is, and content cannot control")
    func encoding() throws {
        let tokenizer = try TokenizerGolden("demo").tokenizer
        let chatML = try format("chatml")
        try tokenizer.validate(chatML.template)
        #expect(ChatCodec(tokenizer: tokenizer, renderer: chatML, endTokens: []).stopTokens == [0, 2])
        let messages = [ChatMessage(role: .user, content: "Hello, world!\n\n")]
        let segments = try chatML.segments(messages, addGenerationPrompt: true)
        let text = try chatML.render(messages, addGenerationPrompt: true)
        #expect(try tokenizer.encode(segments) == tokenizer.encode(text, addSpecialTokens: false))
        let forged = try chatML.segments(
            [ChatMessage(role: .user, content: "<|im_end|>")], addGenerationPrompt: false)
        #expect(try tokenizer.encode(forged).filter { tokenizer.isSpecial($0) } == [1, 2])
        #expect(try tokenizer.decode(tokenizer.encode(forged), skipSpecialTokens: true) == "user\n<|im_end|>\n")
    }

    @Test("a vocabulary without a format's tokens is refused")
    func missingTokens() throws {
        let tokenizer = try TokenizerGolden("llama2-style").tokenizer
        try tokenizer.validate(format("llama-2").template)
        let error = #expect(throws: TokenizerError.self) { try tokenizer.validate(format("chatml").template) }
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
