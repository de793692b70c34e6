import Foundation
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
}
