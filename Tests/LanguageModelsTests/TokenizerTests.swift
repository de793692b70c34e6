import JSON
import LanguageModels
import Testing

@Suite("Tokenizer")
struct TokenizerTests {
    @Test("canonically equivalent tokens are two tokens")
    func canonicalEquivalence() throws {
        let tokenizer = try TinyTokenizer(vocabulary: ["\u{E9}", "e\u{301}"]).tokenizer()
        #expect(try tokenizer.encode("\u{E9}", addSpecialTokens: false) == [0])
        #expect(try tokenizer.encode("e\u{301}", addSpecialTokens: false) == [1])
        #expect(tokenizer.id(of: "e\u{301}") == 1)
    }

    @Test("merges apply by rank, then from the left, in either way of writing them", arguments: [true, false])
    func merges(asPairs: Bool) throws {
        var tiny = TinyTokenizer(vocabulary: ["a", "b", "ab", "ba", "aba", "aa"])
        tiny.options = "\"ignore_merges\": false"
        tiny.merges = [["a", "b"], ["ab", "a"], ["a", "a"], ["b", "a"]]
        var json = try tiny.json()
        if !asPairs {
            json.replace(#"[["a","b"],["ab","a"],["a","a"],["b","a"]]"#, with: #"["a b", "ab a", "a a", "b a"]"#)
            #expect(json.contains("\"ab a\""))
        }
        let tokenizer = try Tokenizer(parsing: json.utf8)
        let pieces = try tokenizer.encode("aaababaa", addSpecialTokens: false).map { tokenizer.piece(of: $0) }
        #expect(pieces == ["aa", "ab", "aba", "a"])
    }

    @Test("an unknown character becomes its bytes, or the unknown token, fused if so asked")
    func unknown() throws {
        var tiny = TinyTokenizer(vocabulary: ["<unk>", "a", "<0xC3>", "<0xA9>"])
        tiny.options = "\"unk_token\": \"<unk>\", \"fuse_unk\": true, \"byte_fallback\": true"
        #expect(try tiny.pieces("aéa") == ["a", "<0xC3>", "<0xA9>", "a"])
        #expect(try tiny.pieces("xya") == ["<unk>", "a"])
        tiny.options = "\"unk_token\": \"<unk>\", \"fuse_unk\": false"
        #expect(try tiny.pieces("xya") == ["<unk>", "<unk>", "a"])
    }

    @Test("the template's tokens go around the text when asked for")
    func template() throws {
        var tiny = TinyTokenizer(vocabulary: ["a", "<s>", "</s>"])
        tiny.postProcessor = """
            {"type": "Sequence", "processors": [{"type": "ByteLevel"}, {"type": "TemplateProcessing",
              "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}}],
              "special_tokens": {"<s>": {"id": "<s>", "ids": [1]}, "</s>": {"id": "</s>", "ids": [2]}}}]}
            """
        let tokenizer = try tiny.tokenizer()
        #expect(try tokenizer.encode("a", addSpecialTokens: true) == [1, 0, 2])
        #expect(try tokenizer.encode("a", addSpecialTokens: false) == [0])
    }

    @Test("normalizers rewrite the text in order")
    func normalizers() throws {
        var tiny = TinyTokenizer(vocabulary: ["_a\u{E9}-b"])
        tiny.normalizer = """
            {"type": "Sequence", "normalizers": [{"type": "Strip"}, {"type": "Lowercase"}, {"type": "NFC"},
              {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": "-"}, {"type": "Prepend", "prepend": "_"}]}
            """
        #expect(try tiny.pieces(" AE\u{301} \u{A0}B\n") == ["_a\u{E9}-b"])
        #expect(try tiny.pieces("") == [])
    }

    @Test("a model with fewer embeddings than ids is refused, one with more is not")
    func vocabularySize() throws {
        let tokenizer = try TinyTokenizer(
            vocabulary: ["a", "b"], addedTokens: [TinyTokenizer.added(9, "<x>")]
        ).tokenizer()
        #expect(tokenizer.vocabularySize == 10)
        try tokenizer.validate(vocabularySize: 10)
        try tokenizer.validate(vocabularySize: 64)
        let error = #expect(throws: TokenizerError.self) { try tokenizer.validate(vocabularySize: 9) }
        #expect(
            error?.description
                == "tokenizer.json: the token \"<x>\" has the id 9, beyond the model's vocabulary of 9; "
                + "the tokenizer does not belong to this model")
    }

    @Test("special tokens beyond a model's table are left out, where text does not get them anyway")
    func fittedVocabulary() throws {
        let added = [TinyTokenizer.added(2, "<e>"), TinyTokenizer.added(9, "<pad>")]
        var tiny = TinyTokenizer(vocabulary: ["a", "b", "<", "p", ">"], addedTokens: added)
        let fitted = try tiny.tokenizer().fitted(to: 9)
        #expect(fitted.vocabularySize == 5)
        #expect(fitted.id(of: "<pad>") == nil)
        #expect(try tiny.tokenizer().fitted(to: 10).id(of: "<pad>") == 9)
        #expect(throws: TokenizerError.self) { try tiny.tokenizer().fitted(to: 4) }
        tiny.postProcessor = """
            {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<pad>"}}, {"Sequence": {"id": "A"}}],
             "special_tokens": {"<pad>": {"id": "<pad>", "ids": [9], "tokens": ["<pad>"]}}}
            """
        #expect(throws: TokenizerError.self) { try tiny.tokenizer().fitted(to: 9) }
    }

    @Test("a number of characters to strip beyond all texts ends with the text", arguments: [0, Int.max])
    func stripping(stop: Int) throws {
        var tiny = TinyTokenizer(vocabulary: ["__a_"])
        tiny.decoder = #"{"type": "Strip", "content": "_", "start": \#(Int.max), "stop": \#(stop)}"#
        #expect(try tiny.tokenizer().decode([0], skipSpecialTokens: false) == (stop > 0 ? "a" : "a_"))
    }

    @Test("special tokens are listed, and told from others")
    func specialTokens() throws {
        let tokenizer = try TinyTokenizer(
            vocabulary: ["a"],
            addedTokens: [TinyTokenizer.added(1, "<x>"), TinyTokenizer.added(2, "  ", special: false)]
        ).tokenizer()
        #expect(tokenizer.specialTokens.map(\.piece) == ["<x>"])
        #expect(tokenizer.specialTokens.map(\.id) == [1])
        #expect(tokenizer.isSpecial(1) && !tokenizer.isSpecial(2) && !tokenizer.isSpecial(0))
        #expect(tokenizer.piece(of: 3) == nil && tokenizer.id(of: "b") == nil)
    }

    @Test("one word of 100,000 characters takes a moment, not minutes")
    func longWord() throws {
        var tiny = TinyTokenizer(vocabulary: ["a", "b", "ab", "abab"], merges: [["a", "b"], ["ab", "ab"]])
        tiny.options = "\"ignore_merges\": false"
        let tokenizer = try tiny.tokenizer()
        let text = String(repeating: "abab", count: 25_000)
        var ids: [Int] = []
        let elapsed = try ContinuousClock().measure { ids = try tokenizer.encode(text, addSpecialTokens: false) }
        #expect(ids == Array(repeating: 3, count: 25_000))
        #expect(elapsed < .seconds(2))
    }
}
