import Foundation
import JSON
import ModelTestKit
import Testing

@Suite("espalier inspect")
struct InspectTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A file whose metadata describe a model; its one tensor has 256 numbers.
    private func model(
        _ architecture: String = "llama", type: UInt32 = 2, entries: UInt64 = 10,
        _ change: (inout GGUFBytes) -> Void = { _ in }
    ) throws -> String {
        var file = GGUFBytes(tensors: 1, entries: entries)
        file.entry("general.architecture", architecture)
        file.entry("general.name", "Tiny")
        file.entry("\(architecture).block_count", 3)
        file.entry("\(architecture).embedding_length", 32)
        file.entry("\(architecture).feed_forward_length", 64)
        file.entry("\(architecture).attention.head_count", 4)
        file.entry("\(architecture).attention.head_count_kv", 2)
        file.entry("\(architecture).context_length", 1000)
        file.entry("tokenizer.ggml.model", "gpt2")
        file.entry("tokenizer.ggml.tokens", ["a", "b", "c"])
        change(&file)
        file.tensor("output.weight", [256], type: type, offset: 0)
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
                model           Tiny
                format          GGUF 3
                architecture    llama
                sizes           3 layers of width 32, feed-forward 64, 4 heads of width 8, 2 of them for keys and values
                vocabulary      3 tokens
                context         1000 tokens
                tokenizer       gpt2, 3 tokens
                end tokens      none
                chat format     none
                memory          0.0 MiB of weights, 0.1 MiB of keys and values for 500 tokens
                drafts          prompt-lookup
                cannot be used  lacks the tensor 'token_embd.weight'

                type  tensors  numbers     size
                ────  ───────  ───────  ───────
                Q4_0        1      256  0.0 MiB

                """)
    }

    @Test("a folder is described by its configuration, and JSON holds the same")
    func json() throws {
        let report = try JSONValue(parsing: try CommandRun.succeed("inspect", "demo", "--json", "-"))
        #expect(report["architecture"]?.string == "llama")
        #expect(report["template"]?.string == "its own, demo/tokenizer_config.json")
        #expect(report["end_tokens"]?.array?.first?["text"]?.string == "<|im_end|>")
        #expect(report["sizes"]?["key_value_heads"]?.integer == 2)
        #expect(report["memory"]?["context"]?.integer == report["sizes"]?["context"]?.integer)
        #expect(report["memory"]?["weights"]?.integer == report["types"]?.array?.first?["bytes"]?.integer)
        #expect(report["types"]?.array?.first?["name"]?.string == "BF16")
        #expect(report["types"]?.array?.first?["numbers"]?.integer == 8_392_960)
    }

    @Test("the tokens that end a turn are shown with their ids")
    func ends() throws {
        func change(_ file: inout GGUFBytes) {
            file.entry("tokenizer.ggml.token_type", [1, 3, 1] as [Int32])
            file.entry("tokenizer.ggml.eos_token_id", 1)
        }
        let file = try model(entries: 12, change)
        #expect(try CommandRun.succeed("inspect", file).contains("\nend tokens      b (1)\n"))
        let report = try JSONValue(parsing: try CommandRun.succeed("inspect", file, "--json", "-"))
        #expect(report["end_tokens"]?.array?.count == 1)
        #expect(report["end_tokens"]?.array?.first?["text"]?.string == "b")
        #expect(report["end_tokens"]?.array?.first?["id"]?.integer == 1)
        let wrong = try CommandRun.refuse(
            "inspect", try model(entries: 11) { $0.entry("tokenizer.ggml.eot_token_id", 3) })
        #expect(
            wrong.hasSuffix(
                "tiny.gguf: metadata entry 'tokenizer.ggml.eot_token_id' must be the id of one of 3 tokens, not 3"))
    }

    @Test("what is no model is refused in one sentence")
    func refusals() throws {
        let absent = try CommandRun.refuse("inspect", folder.file("absent").path)
        #expect(absent.contains("absent: there is no such folder or file, and no bundled model of this name"))
        let zero = try CommandRun.refuse(
            "inspect", try model(entries: 11) { $0.entry("llama.attention.key_length", 0) })
        #expect(
            zero.hasSuffix(
                "tiny.gguf: metadata entry 'llama.attention.key_length' must be a positive whole number, not 0"))
        let splitting = try CommandRun.refuse("tokenize", "text", "--model", try model())
        #expect(splitting.hasSuffix("tiny.gguf: lacks the metadata entry 'tokenizer.ggml.pre'"))
        try folder.write("text", to: "notes.txt")
        #expect(
            try CommandRun.refuse("inspect", folder.file("notes.txt").path).hasSuffix(
                "notes.txt: is no GGUF file: it is text"))
    }

    @Test(
        "what can be described and not used says why",
        arguments: [
            ("mamba", 2, "not a known architecture"), ("bert", 2, "an embedding model, which writes no text"),
            ("llama", 16, "numbers of type IQ2_XXS are not read"),
        ])
    func hindrances(_ architecture: String, _ type: UInt32, _ hindrance: String) throws {
        let text = try CommandRun.succeed("inspect", try model(architecture, type: type))
        #expect(text.contains("\narchitecture    \(architecture)\n"))
        #expect(text.contains("\ncannot be used  \(hindrance)\n"))
    }

    @Test("what is stored beside models is refused by what it is")
    func otherFiles() throws {
        let adapter = try CommandRun.refuse(
            "inspect", try model(entries: 11) { $0.entry("general.type", "adapter") })
        #expect(
            adapter.hasSuffix(
                "tiny.gguf: holds changes to a model ('general.type' is 'adapter'), and no model: they must be merged into "
                    + "one first"))
    }

    @Test("an architecture whose sizes have other names is not known")
    func otherSizes() throws {
        var file = GGUFBytes(tensors: 0, entries: 1)
        file.entry("general.architecture", "mamba")
        file.pad(to: 32)
        try folder.write(file.bytes, to: "m.gguf")
        #expect(
            try CommandRun.refuse("inspect", folder.file("m.gguf").path).hasSuffix(
                "m.gguf: is of architecture 'mamba', which is not known (known: llama, qwen2, qwen3, qwen3moe, gemma2, "
                    + "gemma3, phi3)"))
    }

    @Test("a model in several files is described as one, by its first")
    func parts() throws {
        var first = try Data(
            contentsOf: URL(fileURLWithPath: try model(entries: 13) { $0.split(0, of: 2, tensors: 2) }))
        try folder.write(first, to: "m-00001-of-00002.gguf")
        var second = GGUFBytes(tensors: 1, entries: 3)
        second.split(1, of: 2, tensors: 2)
        second.tensor("token_embd.weight", [32], type: 0, offset: 0)
        second.pad(to: 32)
        second.raw([UInt8](repeating: 0, count: 128))
        try folder.write(second.bytes, to: "m-00002-of-00002.gguf")
        let text = try CommandRun.succeed("inspect", folder.file("m-00001-of-00002.gguf").path)
        #expect(text.contains("\nformat          GGUF 3, in 2 files\n"))
        #expect(text.contains("\nF32         1       32  0.0 MiB\n"))
        let later = try CommandRun.refuse("tokenize", "text", "--model", folder.file("m-00002-of-00002.gguf").path)
        #expect(later.hasSuffix("m-00002-of-00002.gguf: is part 2 of 2 of a model: open m-00001-of-00002.gguf"))
        first.removeLast(8)
        try folder.write(first, to: "m-00001-of-00002.gguf")
        #expect(
            try CommandRun.refuse("inspect", folder.file("m-00001-of-00002.gguf").path).contains(
                "m-00001-of-00002.gguf: is truncated: tensor 'output.weight' ends "))
    }
}
