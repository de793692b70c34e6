import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// Tokenizers of GGUF files: what their metadata say, in the words of `tokenizer.json`.
struct GGUFTokenizerTests {
    /// GPT-2's letters for the bytes that the tests use, a merge, and tokens that stand for themselves.
    private static let tokens = ["a", "b", "Ġ", "1", "2", "Ċ", "ab", "<|end|>", "[PAD0]", "<mine>", "Ã", "©"]
    private static let kinds: [Int32] = [1, 1, 1, 1, 1, 1, 1, 3, 5, 4, 1, 1]

    private func file(
        kind: String = "gpt2", splitting: String = "qwen2", tokens: [String] = tokens, bos: Bool? = nil
    ) throws -> GGUFFile {
        var file = GGUFBytes(tensors: 0, entries: bos == nil ? 5 : 7)
        file.entry("tokenizer.ggml.model", kind)
        file.entry("tokenizer.ggml.pre", splitting)
        file.entry("tokenizer.ggml.tokens", tokens)
        file.entry("tokenizer.ggml.merges", ["a b"])
        file.text("tokenizer.ggml.token_type")
        file.number(UInt32(9))
        file.number(UInt32(5))
        file.number(UInt64(Self.kinds.count))
        for kind in Self.kinds { file.number(kind) }
        if let bos {
            file.text("tokenizer.ggml.add_bos_token")
            file.number(UInt32(7))
            file.number(UInt8(bos ? 1 : 0))
            file.entry("tokenizer.ggml.bos_token_id", 7)
        }
        file.pad(to: 32)
        let folder = try TemporaryFolder()
        let url = folder.file("t.gguf")
        try file.bytes.write(to: url)
        return try GGUFFile(contentsOf: url)
    }

    @Test
    func `Merges, tokens of their own and composed letters are found`() throws {
        let tokenizer = try Tokenizer(file())
        #expect(tokenizer.encode("ab a12<|end|><mine>", addSpecialTokens: true) == [6, 2, 0, 3, 4, 7, 9])
        // Qwen's own tokenizer composes letters first.
        #expect(tokenizer.encode("e\u{301}", addSpecialTokens: true) == [10, 11])
        #expect(tokenizer.piece(of: 8) == nil)
        #expect(tokenizer.decode([6, 2, 0], skipSpecialTokens: false) == "ab a")
    }

    @Test
    func `Digits stand alone where the model was trained so, blanks before them together`() throws {
        let smol = try Tokenizer(file(splitting: "smollm"))
        #expect(smol.encode("a 12", addSpecialTokens: true) == [0, 2, 3, 4])
        #expect(try Tokenizer(file(splitting: "gpt-2")).encode("12", addSpecialTokens: true) == [3, 4])
    }

    @Test(arguments: [
        (Bool?.none, "llama-bpe", 0), (true, "qwen2", 1), (false, "llama-bpe", 0), (true, "llama-bpe", 1),
    ])
    func `The token of the beginning is added where the file says so`(_ flag: Bool?, _ splitting: String, _ added: Int)
        throws
    {
        guard flag != nil || splitting != "llama-bpe" else {
            // It is the rule of this splitting, and there is no such token.
            let error = #expect(throws: ModelError.self) { try Tokenizer(file(splitting: splitting)) }
            #expect(error?.description.hasSuffix("'tokenizer.ggml.bos_token_id' is no token") == true)
            return
        }
        let tokenizer = try Tokenizer(file(splitting: splitting, bos: flag))
        #expect(tokenizer.encode("a", addSpecialTokens: true) == [7].prefix(added) + [0])
    }

    @Test
    func `What is not read is named`() throws {
        func complaint(_ file: GGUFFile) -> String {
            let error = #expect(throws: ModelError.self) { try Tokenizer(file) }
            return String(error?.description.split(separator: ".gguf: ", maxSplits: 1).last ?? "")
        }
        #expect(
            complaint(try file(kind: "llama")) == "its tokenizer is of kind 'llama', which is not read (read: gpt2)")
        #expect(
            complaint(try file(splitting: "deepseek"))
                == "its tokenizer splits text as 'deepseek', which is not known (known: gpt-2, smollm, qwen2, llama-bpe)"
        )
        var twice = Self.tokens
        twice[1] = "a"
        #expect(complaint(try file(tokens: twice)) == "metadata entry 'tokenizer.ggml.tokens' holds 'a' twice")
        #expect(
            complaint(try file(tokens: ["a"]))
                == "metadata entry 'tokenizer.ggml.token_type' must list 1 whole numbers, one for each token")
    }
}
