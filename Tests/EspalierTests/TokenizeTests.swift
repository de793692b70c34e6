import Foundation
import JSON
import ModelTestKit
import Testing

@Suite("espalier tokenize")
struct TokenizeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A file with a few letters, a control token and a token that a user has defined.
    private func model() throws -> String {
        var file = GGUFTokenizerBytes(kind: "gpt2", tokens: ["a", "<", "x", ">", "<x>", "Ċ"])
        file.add("pre", "gpt-2")
        file.add("merges", [] as [String])
        file.add("token_type", [1, 1, 1, 1, 3, 1] as [Int32])
        file.add("bos_token_id", 4)
        file.add("add_bos_token", true)
        let url = folder.file("t.gguf")
        try file.bytes.write(to: url)
        return url.path
    }

    @Test("many texts are read from a file, one a line, and their ids printed one list a line")
    func texts() throws {
        let texts = try folder.write("\"a\"\n\"a\\na<x>\"\r\n\n\"\"\n", to: "texts.jsonl").path
        let model = try model()
        #expect(try CommandRun.succeed("tokenize", "--model", model, "--texts", texts) == "[4,0]\n[4,0,5,0,4]\n[4]\n")
        let plain = try CommandRun.succeed(
            "tokenize", "--model", model, "--texts", texts, "--plain", "--no-special-tokens")
        #expect(plain == "[0]\n[0,5,0,1,2,3]\n[]\n")
    }

    @Test("a file that is absent, or a line that is no text, is refused by name")
    func refusals() throws {
        let model = try model()
        let texts = try folder.write("\"a\"\n3\n", to: "texts.jsonl").path
        #expect(
            try CommandRun.refuse("tokenize", "--model", model, "--texts", texts)
                == "\(texts):2: expected a JSON string, one text a line")
        #expect(
            try CommandRun.refuse("tokenize", "--model", model, "--texts", texts + "x")
                == "\(texts)x: the file cannot be read: no such file or directory")
    }

    /// The text of the tokens of a prompt in a template's words.
    private func prompt(_ options: String...) throws -> String {
        let run = try RunningCommand(["tokenize", "hi", "--model", "demo", "--chat", "--json", "-"] + options).finish()
        #expect(run.status == 0, "\(run)")
        let tokens = try #require(JSONValue(parsing: run.output)["tokens"]?.array)
        return tokens.compactMap { $0["text"]?.string }.joined()
    }

    @Test("a chat template of one's own is told values, tools and the day")
    func templates() throws {
        let template = try folder.write(
            "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}{{ tools | length }}{{ greeting }}"
                + "{{ strftime_now('%d.%m.') }}{{ loud }}", to: "own.jinja"
        ).path
        let tools = try folder.write(#"[{"name": "rain"}]"#, to: "tools.json").path
        let told = try prompt(
            "--chat-template", template, "--tools", tools, "--date", "2026-11-30", "--template-arg", "greeting=hello",
            "--template-arg", "loud=false")
        #expect(told == "<user>hi1hello30.11.False")
        #expect(try prompt("--chat-template", "chatml").hasPrefix("<|im_start|>user\nhi<|im_end|>"))

        try folder.write("{% for m in messages %}\n{{ m.content }}{{ oops.x }}\n{% endfor %}", to: "own.jinja")
        #expect(
            try CommandRun.refuse(
                "tokenize", "hi", "--chat", "--chat-template", template, showsPlace: true)
                == "\(template):2:24: 'oops' is undefined")
        try folder.write("{% for m in messages %}", to: "own.jinja")
        #expect(
            try CommandRun.refuse(
                "tokenize", "hi", "--chat", "--chat-template", template, showsPlace: true
            ).hasPrefix("\(template):1:"))
        try folder.write("{% if messages %}{{ raise_exception('not to me') }}{% endif %}", to: "own.jinja")
        #expect(
            try CommandRun.refuse(
                "tokenize", "hi", "--chat", "--chat-template", template)
                == "\(template):1:36: the chat template refuses the conversation: not to me")
        for wrong in [["--date", "2026-13-01"], ["--template-arg", "x"], ["--chat-template", "chatlm"]] {
            let run = try RunningCommand(["tokenize", "hi", "--chat"] + wrong).finish()
            #expect(run.status == 64 && run.output.isEmpty, "\(run)")
        }
    }
}
