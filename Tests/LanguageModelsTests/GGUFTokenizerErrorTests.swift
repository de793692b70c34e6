import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// Tokenizers of GGUF files that cannot be used are refused in one sentence, which names file and key.
struct GGUFTokenizerErrorTests {
    /// A tokenizer of the kind `gpt2`, whose entries can be left out or changed.
    private func pairs(
        kind: String = "gpt2", tokens: [String] = ["a", "b", "ab", "<x>"], pre: String? = "gpt-2",
        merges: [String]? = ["a b"], kinds: [Int32]? = [1, 1, 1, 3],
        _ change: (inout GGUFTokenizerBytes) -> Void = { _ in }
    ) -> GGUFTokenizerBytes {
        var file = GGUFTokenizerBytes(kind: kind, tokens: tokens)
        if let pre { file.add("pre", pre) }
        if let merges { file.add("merges", merges) }
        if let kinds { file.add("token_type", kinds) }
        change(&file)
        return file
    }

    /// A tokenizer of the kind `llama`.
    private func pieces(
        tokens: [String] = ["<unk>", "<s>", "a", "<0x0A>"], scores: [Float]? = [0, 0, -1, 0],
        kinds: [Int32] = [2, 3, 1, 6], _ change: (inout GGUFTokenizerBytes) -> Void = { _ in }
    ) -> GGUFTokenizerBytes {
        var file = GGUFTokenizerBytes(kind: "llama", tokens: tokens)
        if let scores { file.add("scores", scores) }
        file.add("token_type", kinds)
        change(&file)
        return file
    }

    /// What is wrong with a file; the message must begin with its name.
    private func complaint(_ file: GGUFTokenizerBytes) throws -> String {
        let file = try file.opened()
        let error = #expect(throws: (any Error).self) { try Tokenizer(file) }
        let message = String(describing: try #require(error))
        #expect(message.hasPrefix("\(file.path): "))
        #expect(!message.contains("\n"))
        return String(message.dropFirst(file.path.count + 2))
    }

    @Test(arguments: ["bert", "t5", "rwkv", "plamo2", "gemma4", ""])
    func `A kind that is not read is named`(_ kind: String) throws {
        #expect(
            try complaint(pairs(kind: kind))
                == "its tokenizer is of kind '\(kind)', which is not read (read: gpt2, llama)")
    }

    @Test
    func `A way of splitting that is not known is named with the known ones`() throws {
        let message = try complaint(pairs(pre: "default"))
        #expect(
            message.hasPrefix(
                "its tokenizer splits text as 'default' (metadata entry 'tokenizer.ggml.pre'), which is not known (known: "
            ))
        for name in GGUFTokenizerGoldenTests.splittings { #expect(message.contains(name)) }
        #expect(try complaint(pairs(pre: nil)) == "lacks the metadata entry 'tokenizer.ggml.pre'")
    }

    @Test
    func `Merges must be pairs of tokens that make a token`() throws {
        #expect(try complaint(pairs(merges: nil)) == "lacks the metadata entry 'tokenizer.ggml.merges'")
        #expect(
            try complaint(pairs(merges: ["a b", "b c"]))
                == "metadata entry 'tokenizer.ggml.merges': merge 1 of \"b\" and \"c\" is not in the vocabulary")
        #expect(
            try complaint(pairs(merges: ["a b", "b a"]))
                == "metadata entry 'tokenizer.ggml.merges': merge 1 of \"b\" and \"a\" is not in the vocabulary")
        #expect(
            try complaint(pairs(merges: ["ab"]))
                == "metadata entry 'tokenizer.ggml.merges' must list pairs with a blank between, and number 0 is 'ab'")
    }

    @Test
    func `Kinds of tokens must be one for each, and such as the format has`() throws {
        #expect(
            try complaint(pairs(kinds: [1, 1, 1]))
                == "metadata entry 'tokenizer.ggml.token_type' must list 4 whole numbers, one for each token")
        #expect(
            try complaint(pairs(kinds: [1, 1, 1, 9]))
                == "metadata entry 'tokenizer.ggml.token_type' holds 9, and kinds of tokens are 0 to 6")
        #expect(
            try complaint(pairs(kinds: nil) { $0.add("token_type", "normal") })
                == "metadata entry 'tokenizer.ggml.token_type' must list 4 whole numbers, one for each token")
    }

    @Test
    func `Two tokens must not be spelled alike`() throws {
        #expect(
            try complaint(pairs(tokens: ["a", "b", "ab", "a"]))
                == "metadata entry 'tokenizer.ggml.tokens' holds 'a' twice")
        #expect(
            try complaint(pieces(tokens: ["<unk>", "a", "a", "<0x0A>"]))
                == "metadata entry 'tokenizer.ggml.tokens' holds 'a' twice")
    }

    @Test
    func `Scores must be one finite number for each token`() throws {
        #expect(try complaint(pieces(scores: nil)) == "lacks the metadata entry 'tokenizer.ggml.scores'")
        for scores in [[0, 0, 0], [0, 0, 0, 0, 0], []] as [[Float]] {
            #expect(
                try complaint(pieces(scores: scores))
                    == "metadata entry 'tokenizer.ggml.scores' must list 4 numbers, one for each token")
        }
        #expect(
            try complaint(pieces(scores: [0, 0, .nan, 0]))
                == "metadata entry 'tokenizer.ggml.scores' must list finite numbers, and that of token 2 is nan")
        #expect(
            try complaint(pieces(scores: [0, -.infinity, 0, 0]))
                == "metadata entry 'tokenizer.ggml.scores' must list finite numbers, and that of token 1 is -inf")
    }

    @Test
    func `A byte must be spelled as one`() throws {
        #expect(
            try complaint(pieces(tokens: ["<unk>", "<s>", "a", "<0x0a>"]))
                == "metadata entry 'tokenizer.ggml.tokens' must spell bytes as '<0x0A>', and token 3 is '<0x0a>'")
    }

    @Test(arguments: ["bos_token_id", "unknown_token_id"])
    func `Ids beyond the vocabulary are refused`(_ key: String) throws {
        #expect(
            try complaint(pieces { $0.add(key, 4) })
                == "metadata entry 'tokenizer.ggml.\(key)' must be the id of one of 4 tokens, not 4")
        #expect(
            try complaint(pieces { $0.add(key, "<s>") })
                == "metadata entry 'tokenizer.ggml.\(key)' must be the id of one of 4 tokens, not text")
    }

    @Test
    func `What is to be added must be there`() throws {
        #expect(
            try complaint(pairs { $0.add("add_eos_token", true) })
                == "adds a token of the end, and lacks the metadata entry 'tokenizer.ggml.eos_token_id'")
        #expect(
            try complaint(pairs(pre: "llama-bpe"))
                == "adds a token of the beginning, and lacks the metadata entry 'tokenizer.ggml.bos_token_id'")
        #expect(
            try complaint(pieces { $0.add("add_space_prefix", 1) })
                == "metadata entry 'tokenizer.ggml.add_space_prefix' must be true or false, not a whole number")
        #expect(
            try complaint(pairs { $0.add("add_bos_token", "yes") })
                == "metadata entry 'tokenizer.ggml.add_bos_token' must be true or false, not text")
    }

    @Test
    func `No tokens at all make a tokenizer that knows nothing`() throws {
        let pairs = try pairs(tokens: [], merges: [], kinds: []).opened()
        #expect(try Tokenizer(pairs).encode("a", addSpecialTokens: true) == [])
        let pieces = try pieces(tokens: [], scores: [], kinds: []) { $0.add("add_bos_token", false) }.opened()
        #expect(try Tokenizer(pieces).encode("a", addSpecialTokens: true) == [])
    }
}
