import Foundation
import JSON
import LanguageModels
import Testing

@Suite("Faults in tokenizer files")
struct TokenizerErrorTests {
    private func message(_ tiny: TinyTokenizer) throws -> String? {
        let error = #expect(throws: TokenizerError.self) { try tiny.tokenizer() }
        return error?.description
    }

    private static let growing = [
        // Each rule doubles what the one before it made.
        (
            #"{"type": "Sequence", "normalizers": ["#
                + [String](
                    repeating: #"{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}"#, count: 60
                ).joined(separator: ",") + "]}", "null"
        ),
        // A letter that stands for a byte is two bytes itself.
        (
            "null",
            #"{"type": "Sequence", "pretokenizers": ["#
                + [String](repeating: #"{"type": "ByteLevel", "use_regex": false}"#, count: 60).joined(separator: ",")
                + "]}"
        ),
    ]

    @Test("rules that make ever longer texts are given up", arguments: growing)
    func growth(normalizer: String, preTokenizer: String) throws {
        var tiny = TinyTokenizer(vocabulary: ["a"])
        (tiny.normalizer, tiny.preTokenizer) = (normalizer, preTokenizer)
        let tokenizer = try tiny.tokenizer()
        let error = #expect(throws: TokenizerError.self) { try tokenizer.encode("a b", addSpecialTokens: false) }
        #expect(error?.reason.hasPrefix("its rules make a text of ") == true, "\(String(describing: error))")
    }

    @Test("a token's text grows no further than a text may")
    func growingDecoder() throws {
        var tiny = TinyTokenizer(vocabulary: ["a"])
        let step = #"{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}"#
        tiny.decoder =
            #"{"type": "Sequence", "decoders": ["# + [String](repeating: step, count: 60).joined(separator: ",") + "]}"
        let text = try tiny.tokenizer().decode([0], skipSpecialTokens: false)
        #expect(text == "\u{FFFD}")
    }

    @Test("an expression as long as a file is refused")
    func longExpression() throws {
        var tiny = TinyTokenizer(vocabulary: ["a"])
        let expression = String(repeating: "a|", count: 3000)
        tiny.preTokenizer = #"{"type": "Split", "pattern": {"Regex": "\#(expression)"}, "behavior": "Isolated"}"#
        let error = #expect(throws: TokenizerError.self) { try tiny.tokenizer() }
        #expect(
            error?.reason == "the expression takes 6000 bytes, and 4096 is the most", "\(String(describing: error))")
    }

    @Test("an unknown part is refused with its place and name")
    func unknownParts() throws {
        var tiny = TinyTokenizer(vocabulary: ["a"])
        tiny.normalizer = #"{"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Precompiled"}]}"#
        #expect(
            try message(tiny)
                == "tokenizer.json: normalizer.normalizers[1]: the type \"Precompiled\" is not supported; supported are "
                + "Sequence, Prepend, Replace, NFC, NFD, NFKC, NFKD, Lowercase, Strip")
        tiny.normalizer = "null"
        tiny.preTokenizer = #"{"type": "UnicodeScripts"}"#
        #expect(try message(tiny)?.hasPrefix("tokenizer.json: pre_tokenizer: the type \"UnicodeScripts\" is") == true)
        tiny.preTokenizer = "null"
        tiny.postProcessor = #"{"type": "BertProcessing"}"#
        #expect(try message(tiny)?.hasPrefix("tokenizer.json: post_processor: the type \"BertProcessing\" is") == true)
        tiny.postProcessor = "null"
        tiny.decoder = #"{"type": "WordPiece"}"#
        #expect(try message(tiny)?.hasPrefix("tokenizer.json: decoder: the type \"WordPiece\" is") == true)
    }

    @Test("another kind of model is refused")
    func unknownModel() throws {
        let error = #expect(throws: TokenizerError.self) {
            try Tokenizer(parsing: #"{"model": {"type": "Unigram", "vocab": []}}"#.utf8)
        }
        #expect(
            error?.description == "tokenizer.json: model: the type \"Unigram\" is not supported; supported are BPE")
    }

    @Test("a malformed part is refused with what is wrong")
    func malformedParts() throws {
        var tiny = TinyTokenizer(vocabulary: ["a"])
        tiny.preTokenizer = #"{"type": "Split", "pattern": {"Regex": "("}, "behavior": "Isolated"}"#
        #expect(try message(tiny) == "tokenizer.json: pre_tokenizer.pattern: the expression ( cannot be read")
        tiny.preTokenizer = #"{"type": "Split", "pattern": {"String": "-"}, "behavior": "Other"}"#
        #expect(try message(tiny) == "tokenizer.json: pre_tokenizer: the behavior \"Other\" is not known")
        tiny.preTokenizer = "null"
        tiny.merges = [["a", "b"]]
        #expect(
            try message(tiny) == "tokenizer.json: model.merges: merge 0 of \"a\" and \"b\" is not in the vocabulary")
        tiny.merges = []
        tiny.addedTokens = [TinyTokenizer.added(5, "a")]
        #expect(
            try message(tiny) == "tokenizer.json: added_tokens[0]: \"a\" has the id 5 here and 0 in the vocabulary")
        tiny.addedTokens = [TinyTokenizer.added(1 << 40, "b")]
        #expect(
            try message(tiny) == "tokenizer.json: added_tokens[0]: \"id\" must be an integer from 0 to 2147483647")
        tiny.addedTokens = []
        tiny.postProcessor = """
            {"type": "TemplateProcessing", "special_tokens": {"s": {"ids": [7]}},
             "single": [{"SpecialToken": {"id": "s"}}, {"Sequence": {"id": "A"}}]}
            """
        #expect(
            try message(tiny) == "tokenizer.json: post_processor: it adds the id 7, which no token has")
        tiny.postProcessor = "null"
        tiny.options = "\"dropout\": 0.1"
        #expect(try message(tiny)?.contains("model.dropout: dropout makes tokens random") == true)
    }

    @Test("broken JSON and a missing file are told apart")
    func files() throws {
        #expect(throws: JSONError.self) { try Tokenizer(parsing: "{".utf8) }
        let error = #expect(throws: TokenizerError.self) {
            try Tokenizer(contentsOf: URL(filePath: "/nowhere/tokenizer.json"))
        }
        #expect(error?.description.hasPrefix("/nowhere/tokenizer.json: the file cannot be read: ") == true)
    }

    @Test("errors spell out what a file's text would do to a terminal, and quote little of it")
    func quoting() {
        let errors: [any Error] = [
            TokenizerError(file: "f", component: "model", reason: "the type \"\u{1B}[2J\" is not supported"),
            ModelError("f", "model_type '\u{1B}[2J' is not supported"),
        ]
        for error in errors { #expect("\(error)".contains(#"\u{1b}[2J"#), "\(error)") }
        let long = String(repeating: "x", count: 1_000_000)
        #expect(ModelError("f", long).description.count < 1_100)
        #expect(TokenizerError(file: "f", reason: long).description.count < 1_100)
    }
}
