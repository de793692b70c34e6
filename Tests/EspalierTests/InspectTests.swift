import Foundation
import JSON
import ModelTestKit
import Testing

@Suite("espalier inspect")
struct InspectTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A file whose metadata describe a model; its one tensor has 8 rows of a block of 32 numbers.
    private func model(_ change: (inout GGUFBytes) -> Void = { _ in }, entries: UInt64 = 10) throws -> String {
        var file = GGUFBytes(tensors: 1, entries: entries)
        file.entry("general.architecture", "llama")
        file.entry("general.name", "Tiny")
        file.entry("llama.block_count", 3)
        file.entry("llama.embedding_length", 32)
        file.entry("llama.feed_forward_length", 64)
        file.entry("llama.attention.head_count", 4)
        file.entry("llama.attention.head_count_kv", 2)
        file.entry("llama.context_length", 1000)
        file.entry("tokenizer.ggml.model", "gpt2")
        file.entry("tokenizer.ggml.tokens", ["a", "b", "c"])
        change(&file)
        file.tensor("output.weight", [32, 8], type: 2, offset: 0)
        file.pad(to: 32)
        file.raw([UInt8](repeating: 0, count: 8 * 18))
        let url = folder.file("tiny.gguf")
        try file.bytes.write(to: url)
        return url.path
    }

    @Test("a GGUF file is described by its metadata")
    func file() throws {
        let text = try CommandRun.succeed("inspect", model(), "--context", "500")
        #expect(
            text == """
                model         Tiny
                format        GGUF 3
                architecture  llama
                sizes         3 layers of width 32, feed-forward 64, 4 heads of width 8, 2 of them for keys and values
                vocabulary    3 tokens
                context       1000 tokens
                tokenizer     gpt2, 3 tokens
                end tokens    none
                chat format   none that is known
                memory        0.0 MiB of weights, 0.2 MiB of keys and values for 500 tokens

                type  tensors  numbers     size
                ────  ───────  ───────  ───────
                Q4_0        1      256  0.0 MiB

                """)
    }

    @Test("a folder is described by its configuration, and JSON holds the same")
    func json() throws {
        let report = try JSONValue(parsing: try CommandRun.succeed("inspect", "demo", "--json"))
        #expect(report["architecture"]?.string == "llama")
        #expect(report["template"]?.string == "chatml")
        #expect(report["end_tokens"]?.array?.first?["text"]?.string == "<|im_end|>")
        #expect(report["sizes"]?["key_value_heads"]?.integer == 2)
        #expect(report["types"]?.array?.first?["name"]?.string == "BF16")
        #expect(report["types"]?.array?.first?["numbers"]?.integer == 8_392_960)
    }

    @Test("the tokens that end a turn are shown with their ids")
    func ends() throws {
        func change(_ file: inout GGUFBytes) {
            file.entry("tokenizer.ggml.token_type", [1, 3, 1] as [Int32])
            file.entry("tokenizer.ggml.eos_token_id", 1)
        }
        let file = try model(change, entries: 12)
        #expect(try CommandRun.succeed("inspect", file).contains("\nend tokens    b (1)\n"))
        let report = try JSONValue(parsing: try CommandRun.succeed("inspect", file, "--json"))
        #expect(report["end_tokens"]?.array?.count == 1)
        #expect(report["end_tokens"]?.array?.first?["text"]?.string == "b")
        #expect(report["end_tokens"]?.array?.first?["id"]?.integer == 1)
        let wrong = try CommandRun.refuse(
            "inspect", try model({ $0.entry("tokenizer.ggml.eot_token_id", 3) }, entries: 11))
        #expect(
            wrong.hasSuffix(
                "tiny.gguf: metadata entry 'tokenizer.ggml.eot_token_id' must be the id of one of 3 tokens, not 3"))
    }

    @Test("what is no model is refused in one sentence")
    func refusals() throws {
        let absent = try CommandRun.refuse("inspect", folder.file("absent").path)
        #expect(absent.hasSuffix("absent: there is no such file or folder"))
        let zero = try CommandRun.refuse(
            "inspect", try model({ $0.entry("llama.attention.key_length", 0) }, entries: 11))
        #expect(
            zero.hasSuffix(
                "tiny.gguf: metadata entry 'llama.attention.key_length' must be a positive whole number, not a whole number "
                    + "that is none"))
        let splitting = try CommandRun.refuse("tokenize", "text", "--model", try model())
        #expect(splitting.hasSuffix("tiny.gguf: lacks the metadata entry 'tokenizer.ggml.pre'"))
        try folder.write("text", to: "notes.txt")
        #expect(try CommandRun.refuse("inspect", folder.file("notes.txt").path).hasSuffix("notes.txt: is no GGUF file"))
    }
}
