import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Testing

/// A folder with nothing but SentencePiece's own file for text gives SentencePiece's tokens.
struct SentencePieceFileTests {
    private static let resources = Bundle.module.bundleURL.appendingPathComponent("Resources/sentencepiece")

    private func folder(_ model: String, config: String? = nil, _ more: [String: String] = [:]) throws
        -> TemporaryFolder
    {
        let folder = try TemporaryFolder()
        try folder.write(
            Data(contentsOf: Self.resources.appendingPathComponent("\(model).model")), to: "tokenizer.model")
        if let config { try folder.write(config, to: "tokenizer_config.json") }
        for (name, text) in more { try folder.write(text, to: name) }
        return folder
    }

    private func tokenizer(_ folder: TemporaryFolder) throws -> Tokenizer {
        try #require(try ModelFiles(folder.url).tokenizer())
    }

    private func complaint(_ folder: TemporaryFolder) throws -> String {
        let error = #expect(throws: (any Error).self) { try ModelFiles(folder.url).tokenizer() }
        return try String(describing: #require(error)).replacingOccurrences(of: folder.path + "/", with: "")
    }

    @Test(arguments: ["llama", "bare", "user"])
    func `Texts have SentencePiece's ids and come back`(_ model: String) throws {
        let tokenizer = try tokenizer(folder(model))
        let goldens = try JSONValue(parsing: Data(contentsOf: Self.resources.appendingPathComponent("expected.json")))
        let cases = try #require(goldens[model]?.array)
        for golden in cases {
            let text = try #require(golden["text"]?.string)
            let ids = try #require(golden["ids"]?.array).compactMap(\.integer)
            #expect(try tokenizer.encode(text, addSpecialTokens: true) == ids, "\(text)")
            // What is unknown is a special token here, and a sign of its own there.
            guard !ids.contains(0) else { continue }
            #expect(tokenizer.decode(ids, skipSpecialTokens: true) == golden["back"]?.string, "\(text)")
        }
    }

    @Test
    func `tokenizer_config.json adds tokens, and what stands around a text`() throws {
        let config = """
            {"add_bos_token": true, "add_eos_token": true, "bos_token": "<s>", "pad_token": {"content": "<pad>"},
             "eos_token": {"__type": "AddedToken", "content": "<|end|>"},
             "added_tokens_decoder": {
                "360": {"content": "<|end|>", "special": true, "lstrip": false, "rstrip": false, "normalized": false},
                "361": {"content": "<pad>", "special": true}}}
            """
        let tokenizer = try tokenizer(folder("llama", config: config))
        let plain = try self.tokenizer(folder("llama"))
        let tree = try plain.encode("the tree", addSpecialTokens: false)
        #expect(try tokenizer.encode("the tree", addSpecialTokens: true) == [1] + tree + [360])
        #expect(try tokenizer.encode("the tree<|end|>", addSpecialTokens: false) == tree + [360])
        #expect(tokenizer.vocabularySize == 362 && tokenizer.isSpecial(361))

        let older = try self.tokenizer(
            folder("llama", config: "{}", ["added_tokens.json": #"{"<|end|>": 360}"#]))
        #expect(try older.encode("the tree<|end|>", addSpecialTokens: true) == [1] + tree + [360])
        // A Llama tokenizer of before 2023's change puts a blank behind a special token, a later one says legacy: false.
        let (blank, none) = try (
            older.encode("</s>the", addSpecialTokens: false), plain.encode("the", addSpecialTokens: false)
        )
        #expect(blank == [2] + none)
        let later = try self.tokenizer(folder("llama", config: #"{"legacy": false}"#))
        #expect(try later.encode("</s>the", addSpecialTokens: false) != blank)
    }

    @Test
    func `What is not read is named: kinds of models, tables of rewriting, files of another format`() throws {
        let advice =
            "; to make a tokenizer.json, which is read instead, load the folder with transformers' AutoTokenizer and "
            + "save_pretrained it"
        #expect(
            try complaint(folder("unigram"))
                == "tokenizer.model: is a SentencePiece model of kind unigram, and BPE is read\(advice)")
        #expect(
            try complaint(folder("rewriting"))
                == "tokenizer.model: rewrites text by the normalizer 'user_defined', which is not read\(advice)")
        let folder = try folder("llama")
        try folder.write("no protobuf at all", to: "tokenizer.model")
        #expect(try complaint(folder).hasPrefix("tokenizer.model: is "))
        try folder.write(Data(), to: "tokenizer.model")
        #expect(try complaint(folder) == "tokenizer.model: is no SentencePiece model: it holds no pieces\(advice)")
        try folder.write("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", to: "tokenizer.model")
        #expect(try complaint(folder).contains("is a Git LFS pointer of "))
        let named = try self.folder("llama", config: #"{"bos_token": "<begin>"}"#)
        #expect(try complaint(named).contains("names '<begin>' as the token of the beginning, which "))
    }

    @Test
    func `A cut file is refused or has fewer pieces`() throws {
        let whole = try Data(contentsOf: Self.resources.appendingPathComponent("llama.model"))
        let folder = try TemporaryFolder()
        for length in stride(from: 1, to: whole.count, by: 53) {
            try folder.write(whole.prefix(length), to: "tokenizer.model")
            if let tokenizer = try? ModelFiles(folder.url).tokenizer() {
                #expect(tokenizer.vocabularySize <= 360)
            }
        }
    }
}
