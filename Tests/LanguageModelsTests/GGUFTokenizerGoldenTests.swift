import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Testing

/// Tokenizers of GGUF files against SentencePiece, llama.cpp and `tokenizers` (`Resources/gguf/tokenizers/make.py`).
struct GGUFTokenizerGoldenTests {
    private static func resource(_ name: String) throws -> URL {
        let (stem, type) = ((name as NSString).deletingPathExtension, (name as NSString).pathExtension)
        return try #require(
            Bundle.module.url(forResource: "Resources/gguf/tokenizers/\(stem)", withExtension: type))
    }

    private static func golden(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: resource(name)), source: name)
    }

    private static func texts(_ golden: JSONValue) throws -> [String] {
        try #require(golden["texts"]?.array).map { try #require($0.string) }
    }

    private static func ids(_ list: JSONValue?) throws -> [[Int]] {
        try #require(list?.array).map { try #require($0.array).map { try #require($0.integer) } }
    }

    @Test(arguments: ["llama", "gemma", "squeezing"])
    func `Pieces are merged by their scores as SentencePiece merges them`(_ name: String) throws {
        let golden = try Self.golden("pieces.json")
        let tokenizer = try Tokenizer(GGUFFile(contentsOf: Self.resource("\(name).gguf")))
        let expected = try Self.ids(golden[name]?["plain"])
        for (text, ids) in zip(try Self.texts(golden), expected) {
            // A blank that is written as SentencePiece spells it: files hold users' tokens of blanks with blanks.
            if text.contains("▁"), name == "gemma" { continue }
            let own = try tokenizer.encode(text, addSpecialTokens: false, recognisingSpecialTokens: false)
            #expect(own == ids, "\(text.debugDescription)")
        }
    }

    @Test(arguments: ["llama", "gemma"])
    func `Control tokens are found, and the beginning is added`(_ name: String) throws {
        let golden = try Self.golden("pieces.json")
        let tokenizer = try Tokenizer(GGUFFile(contentsOf: Self.resource("\(name).gguf")))
        for (text, ids) in zip(try Self.texts(golden), try Self.ids(golden[name]?["control"])) {
            #expect(try tokenizer.encode(text, addSpecialTokens: true) == ids, "\(text.debugDescription)")
        }
    }

    @Test(arguments: ["llama", "gemma"])
    func `Ids decode to the text they come from`(_ name: String) throws {
        let tokenizer = try Tokenizer(GGUFFile(contentsOf: Self.resource("\(name).gguf")))
        for text in try Self.texts(Self.golden("pieces.json")) where !text.contains("▁") {
            let ids = try tokenizer.encode(text, addSpecialTokens: true, recognisingSpecialTokens: false)
            #expect(Array(tokenizer.decode(ids, skipSpecialTokens: true).utf8) == Array(text.utf8))
        }
    }

    /// The names of rules, each of which stands for others that split alike.
    static let splittings = [
        "gpt-2", "smollm", "qwen35", "deepseek-r1-qwen", "llama-bpe", "dbrx", "glm4", "deepseek-v3", "deepseek-coder",
        "falcon", "bailingmoe", "seed-coder", "minicpm5", "bloom", "viking", "tekken", "gpt-4o", "deepseek-llm",
        "youtu", "ufakzeka",
    ]

    @Test(arguments: splittings)
    func `Text is split as the name says before it is merged`(_ name: String) throws {
        let golden = try Self.golden("splittings.json")
        let tokens = try #require(golden["tokens"]?.array).map { try #require($0.string) }
        var file = GGUFTokenizerBytes(kind: "gpt2", tokens: tokens)
        file.add("pre", name)
        file.add("token_type", try #require(golden["kinds"]?.array).map { Int32(try #require($0.integer)) })
        file.add("merges", try #require(golden["merges"]?.array).map { try #require($0.string) })
        file.add("bos_token_id", UInt32(tokens.count - 4))
        let tokenizer = try Tokenizer(file.opened())
        for (text, ids) in zip(try Self.texts(golden), try Self.ids(golden["ids"]?[name])) {
            #expect(try tokenizer.encode(text, addSpecialTokens: true) == ids, "\(text.debugDescription)")
        }
    }
}
