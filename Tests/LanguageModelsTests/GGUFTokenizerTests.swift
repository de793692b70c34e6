import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// Tokenizers of GGUF files: what their metadata say.
struct GGUFTokenizerTests {
    /// GPT-2's letters for the bytes that the tests use, a merge, and tokens that stand for themselves.
    private static let tokens = ["a", "b", "Ġ", "1", "2", "Ċ", "ab", "<|end|>", "[PAD0]", "<mine>", "Ã", "©"]
    private static let kinds: [Int32] = [1, 1, 1, 1, 1, 1, 1, 3, 5, 4, 1, 1]

    private func pairs(
        _ splitting: String = "qwen2", merges: [String] = ["a b"],
        _ change: (inout GGUFTokenizerBytes) -> Void = { _ in }
    ) throws -> Tokenizer {
        var file = GGUFTokenizerBytes(kind: "gpt2", tokens: Self.tokens)
        file.add("pre", splitting)
        file.add("merges", merges)
        file.add("token_type", Self.kinds)
        change(&file)
        return try tokenizer(file)
    }

    /// A vocabulary with scores; every character but "z" has a piece.
    private func pieces(
        _ pieces: [(String, Float, Int32)], _ change: (inout GGUFTokenizerBytes) -> Void = { _ in }
    ) throws -> Tokenizer {
        let all: [(String, Float, Int32)] =
            [
                ("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("▁", -90, 1), ("a", -91, 1), ("b", -92, 1),
                ("c", -93, 1),
            ]
            + pieces
        var file = GGUFTokenizerBytes(kind: "llama", tokens: all.map(\.0))
        file.add("scores", all.map(\.1))
        file.add("token_type", all.map(\.2))
        change(&file)
        return try tokenizer(file)
    }

    private func tokenizer(_ file: GGUFTokenizerBytes) throws -> Tokenizer {
        try Tokenizer(file.opened())
    }

    @Test
    func `Merges, tokens of their own and composed letters are found`() throws {
        let tokenizer = try pairs()
        #expect(try tokenizer.encode("ab a12<|end|><mine>", addSpecialTokens: true) == [6, 2, 0, 3, 4, 7, 9])
        // Qwen's own tokenizer composes letters first.
        #expect(try tokenizer.encode("e\u{301}", addSpecialTokens: true) == [10, 11])
        #expect(tokenizer.piece(of: 8) == nil)
        #expect(tokenizer.decode([6, 2, 0], skipSpecialTokens: false) == "ab a")
    }

    @Test
    func `Merges that make a token which no text makes are left out`() throws {
        let tokenizer = try pairs(merges: ["a b", "<|end| >", "a <|end|>"])
        #expect(try tokenizer.encode("ab", addSpecialTokens: true) == [6])
    }

    @Test
    func `Digits stand alone where the model was trained so, blanks before them together`() throws {
        #expect(try pairs("smollm").encode("a 12", addSpecialTokens: true) == [0, 2, 3, 4])
        #expect(try pairs("gpt-2").encode("12", addSpecialTokens: true) == [3, 4])
    }

    @Test(arguments: [
        (true, "qwen2", 1), (nil, "qwen2", 0), (false, "llama-bpe", 0), (true, "llama-bpe", 1), (nil, "llama-bpe", 1),
        (nil, "llama3", 1), (nil, "llama-v3", 1), (nil, "tekken", 1), (nil, "dbrx", 0),
    ])
    func `The token of the beginning is added where the file or the splitting says so`(
        _ flag: Bool?, _ splitting: String, _ added: Int
    ) throws {
        let tokenizer = try pairs(splitting) { file in
            if let flag { file.add("add_bos_token", flag) }
            file.add("bos_token_id", 7)
        }
        #expect(try tokenizer.encode("a", addSpecialTokens: true) == [7].prefix(added) + [0])
        #expect(try tokenizer.encode("a", addSpecialTokens: false) == [0])
    }

    @Test
    func `The token of the end is added where the file says so`() throws {
        let tokenizer = try pairs { file in
            file.add("add_eos_token", true)
            file.add("eos_token_id", 7)
        }
        #expect(try tokenizer.encode("a", addSpecialTokens: true) == [0, 7])
        // SentencePiece's own ids, where the file names no others.
        let scored = try pieces([]) { $0.add("add_eos_token", true) }
        #expect(try scored.encode("a", addSpecialTokens: true) == [1, 3, 4, 2])
    }

    @Test
    func `The pair with the best score goes first, the leftmost of equals`() throws {
        let better = try pieces([("ab", -2, 1), ("bc", -1, 1)])
        #expect(try better.encode("abc", addSpecialTokens: false) == [3, 4, 8])
        let equal = try pieces([("ab", -1, 1), ("bc", -1, 1)])
        #expect(try equal.encode("abc", addSpecialTokens: false) == [3, 7, 6])
        // No list of merges says which parts make a piece: any do.
        let three = try pieces([("ab", -1, 1), ("abc", -3, 1), ("▁abc", -9, 1)])
        #expect(try three.encode("abc", addSpecialTokens: false) == [9])
    }

    @Test
    func `A piece that is not used comes apart again, into parts that may be such pieces too`() throws {
        let tokenizer = try pieces([("ab", -1, 5), ("abc", -2, 5), ("abca", -3, 1)])
        #expect(try tokenizer.encode("abc", addSpecialTokens: false) == [3, 4, 5, 6])
        #expect(try tokenizer.encode("abca", addSpecialTokens: false) == [3, 9])
        #expect(tokenizer.piece(of: 7) == nil)
        #expect(tokenizer.id(of: "ab") == nil)
    }

    @Test
    func `A character without a piece is spelled as bytes, or is unknown together with its neighbours`() throws {
        let bytes = (0...255).map { (String(format: "<0x%02X>", $0), Float(0), Int32(6)) }
        let spelled = try pieces(bytes)
        #expect(try spelled.encode("aé", addSpecialTokens: false) == [3, 4, 7 + 0xC3, 7 + 0xA9])
        #expect(spelled.decode([3, 4, 7 + 0xC3, 7 + 0xA9], skipSpecialTokens: true) == "aé")
        #expect(try spelled.encode("<0x0A>", addSpecialTokens: false).allSatisfy { $0 != 7 + 0x0A })
        #expect(spelled.id(of: "<0x0A>") == 7 + 0x0A)
        #expect(try pieces([]).encode("aéüb", addSpecialTokens: false) == [3, 4, 0, 5])
    }

    @Test
    func `A text gets a blank in front unless the file says otherwise, and so does what follows a token of its own`()
        throws
    {
        #expect(try pieces([]).encode("a</s>a", addSpecialTokens: true) == [1, 3, 4, 2, 3, 4])
        let bare = try pieces([]) { $0.add("add_space_prefix", false) }
        #expect(try bare.encode("a</s> a", addSpecialTokens: true) == [1, 4, 2, 3, 4])
        #expect(bare.decode([3, 4], skipSpecialTokens: true) == " a")
        #expect(try pieces([]).decode([3, 4], skipSpecialTokens: true) == "a")
    }

    @Test
    func `Text from outside makes no control token, and no token of a user's that parts turns`() throws {
        let tokenizer = try pieces([
            ("</", -1, 1), ("s>", -1, 1), ("<end_of_turn>", 0, 4), ("<td>", 0, 4), ("<", -2, 1),
        ])
        let plain = try tokenizer.encode(
            "</s><end_of_turn><td>", addSpecialTokens: false, recognisingSpecialTokens: false)
        #expect(!plain.contains(2) && !plain.contains(9) && plain.contains(10))
        #expect(try tokenizer.encode("<end_of_turn>", addSpecialTokens: false) == [9])
    }

    @Test
    func `Phi-3's own tokens swallow the white space after them`() throws {
        let tokenizer = try pieces([("<|user|>", 0, 3)]) { file in
            file.add { $0.entry("general.architecture", "phi3") }
        }
        #expect(try tokenizer.encode("<|user|>\n a", addSpecialTokens: false) == [7, 3, 4])
        #expect(try tokenizer.encode("<s> a", addSpecialTokens: false) == [1, 3, 3, 4])
    }

    @Test(.timeLimit(.minutes(1)))
    func `A long text is one word and takes no long time`() throws {
        let tokenizer = try pieces([("aa", -1, 1), ("aaaa", -2, 1), ("aaaaaaaa", -3, 5)])
        let ids = try tokenizer.encode(String(repeating: "a", count: 400_000), addSpecialTokens: false)
        #expect(ids.count == 100_001)
    }
}
