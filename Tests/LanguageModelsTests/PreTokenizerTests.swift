import Testing

@Suite("Cutting text into words")
struct PreTokenizerTests {
    /// Contractions, digits, accents, white space beyond ASCII (U+0085, U+00A0, U+3000) and a trailing space.
    private static let sample = "I'LL pay $12345 (café)\u{85}\u{A0} x\n\n  \u{3000}y?! \n'd "

    private static func split(_ expression: String) -> String {
        """
        {"type": "Sequence", "pretokenizers": [
          {"type": "Split", "pattern": {"Regex": "\(expression)"}, "behavior": "Isolated", "invert": false},
          {"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}]}
        """
    }

    private static func pattern(digits: String) -> String {
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"# + digits
            + #"| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"#
    }

    @Test(
        "the patterns of Llama 3, Qwen and GPT-2 cut as the reference library does",
        arguments: [
            (
                split(pattern(digits: #"\\p{N}{1,3}"#)),
                [
                    "I", "'LL", "Ġpay", "Ġ$", "123", "45", "Ġ(", "cafÃ©", ")", "ÂħÂł", "Ġx", "ĊĊ", "ĠĠ", "ãĢĢy", "?!",
                    "ĠĊ", "'d", "Ġ",
                ]
            ),
            (
                split(pattern(digits: #"\\p{N}"#)),
                [
                    "I", "'LL", "Ġpay", "Ġ$", "1", "2", "3", "4", "5", "Ġ(", "cafÃ©", ")", "ÂħÂł", "Ġx", "ĊĊ", "ĠĠ",
                    "ãĢĢy", "?!", "ĠĊ", "'d", "Ġ",
                ]
            ),
            (
                #"{"type": "ByteLevel", "add_prefix_space": true}"#,
                [
                    "ĠI", "'", "LL", "Ġpay", "Ġ$", "12345", "Ġ(", "cafÃ©", ")", "ÂħÂł", "Ġx", "ĊĊĠĠ", "ãĢĢ", "y", "?!",
                    "Ġ", "Ċ", "'d", "Ġ",
                ]
            ),
        ])
    func publishedPatterns(preTokenizer: String, words: [String]) throws {
        // Every word is in the vocabulary once, the repeated "Ġ" included.
        let vocabulary = Array(Set(words)).sorted()
        #expect(try TinyTokenizer(vocabulary: vocabulary, preTokenizer: preTokenizer).pieces(Self.sample) == words)
    }

    @Test(
        "each split behaviour puts the matches where it says",
        arguments: [
            ("Isolated", ["a", "-", "-", "b", "-"]),
            ("Removed", ["a", "b"]),
            ("MergedWithPrevious", ["a-", "-", "b-"]),
            ("MergedWithNext", ["a", "-", "-b", "-"]),
            ("Contiguous", ["a", "--", "b", "-"]),
        ])
    func behaviors(behavior: String, words: [String]) throws {
        let tokenizer = TinyTokenizer(
            vocabulary: ["a", "b", "-", "--", "a-", "b-", "-b"],
            preTokenizer: #"{"type": "Split", "pattern": {"String": "-"}, "behavior": "\#(behavior)"}"#)
        #expect(try tokenizer.pieces("a--b-") == words)
    }

    @Test("an inverted split matches what lies between")
    func inverted() throws {
        let tokenizer = TinyTokenizer(
            vocabulary: ["a", "b", "--"],
            preTokenizer: #"{"type": "Split", "pattern": {"Regex": "[a-z]"}, "behavior": "Removed", "invert": true}"#)
        #expect(try tokenizer.pieces("a--b") == ["a", "b"])
    }

    @Test(
        "metaspace puts its character in front always, never, or at the text's start only",
        arguments: [
            (#""prepend_scheme": "always""#, ["▁a", "▁b", "<x>", "▁c"]),
            (#""prepend_scheme": "never""#, ["a", "▁b", "<x>", "c"]),
            (#""prepend_scheme": "first""#, ["▁a", "▁b", "<x>", "c"]),
            (#""add_prefix_space": true"#, ["▁a", "▁b", "<x>", "▁c"]),
            (#""add_prefix_space": false"#, ["a", "▁b", "<x>", "c"]),
            (#""prepend_scheme": "never", "split": false"#, ["a▁b", "<x>", "c"]),
        ])
    func metaspace(options: String, words: [String]) throws {
        let tokenizer = TinyTokenizer(
            vocabulary: ["a", "b", "c", "▁a", "▁b", "▁c", "a▁b"],
            addedTokens: [TinyTokenizer.added(7, "<x>")],
            preTokenizer: "{\"type\": \"Metaspace\", \"replacement\": \"▁\", \(options)}")
        #expect(try tokenizer.pieces("a b<x>c") == words)
    }

    @Test(
        "digits, punctuation and white space are cut by their Unicode kind",
        arguments: [
            (#"{"type": "Digits", "individual_digits": true}"#, ["a b,$", "1", "½"]),
            (#"{"type": "Digits", "individual_digits": false}"#, ["a b,$", "1½"]),
            (#"{"type": "Punctuation"}"#, ["a b", ",", "$", "1½"]),
            (#"{"type": "Whitespace"}"#, ["a", "b", ",$", "1", "½"]),
            (#"{"type": "WhitespaceSplit"}"#, ["a", "b,$1½"]),
        ])
    func kinds(preTokenizer: String, words: [String]) throws {
        let vocabulary = ["a b,$", "1", "½", "1½", "a b", ",", "$", "a", "b", ",$", "b,$1½"]
        #expect(try TinyTokenizer(vocabulary: vocabulary, preTokenizer: preTokenizer).pieces("a b,$1½") == words)
    }
}
