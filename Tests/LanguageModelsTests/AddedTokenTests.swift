import LanguageModels
import Testing

@Suite("Added tokens")
struct AddedTokenTests {
    private static let letters = ["a", "b", " ", "<", ">", "x", "A"]

    private func pieces(_ text: String, flags: String, special: Bool = true) throws -> [String] {
        try TinyTokenizer(
            vocabulary: Self.letters, addedTokens: [TinyTokenizer.added(7, "<x>", special: special, flags)]
        ).pieces(text)
    }

    @Test("a token may take the white space on either side")
    func strips() throws {
        #expect(try pieces("a <x> b", flags: "") == ["a", " ", "<x>", " ", "b"])
        #expect(try pieces("a  <x> b", flags: ", \"lstrip\": true") == ["a", "<x>", " ", "b"])
        #expect(try pieces("a <x>  b", flags: ", \"rstrip\": true") == ["a", " ", "<x>", "b"])
        #expect(try pieces(" <x> <x> ", flags: ", \"lstrip\": true, \"rstrip\": true") == ["<x>", "<x>"])
    }

    @Test("a single-word token must not touch a word")
    func singleWord() throws {
        let flags = ", \"single_word\": true"
        #expect(try pieces("a<x> <x>b <x>", flags: flags).filter { $0 == "<x>" }.count == 1)
        #expect(try pieces("<x>", flags: flags) == ["<x>"])
    }

    @Test("of several tokens at one place the longest is found")
    func longest() throws {
        let tokenizer = TinyTokenizer(
            vocabulary: Self.letters,
            addedTokens: [TinyTokenizer.added(7, "<x"), TinyTokenizer.added(8, "<x>"), TinyTokenizer.added(9, "x>a")])
        #expect(try tokenizer.pieces("<x>a<x") == ["<x>", "a", "<x"])
    }

    @Test("what begins like a token and goes on otherwise is text, and of tokens spelled alike the last counts")
    func beginnings() throws {
        let tokenizer = TinyTokenizer(
            vocabulary: Self.letters,
            addedTokens: [
                TinyTokenizer.added(7, "<x>"), TinyTokenizer.added(8, "<xa"), TinyTokenizer.added(9, "[["),
                TinyTokenizer.added(10, "<xab>"), TinyTokenizer.added(12, "<xa"), TinyTokenizer.added(13, ""),
            ])
        let ids = try tokenizer.tokenizer().encode("<xab<xab><x<x>A[[<", addSpecialTokens: false)
        #expect(ids == [12, 1, 10, 3, 5, 7, 6, 9, 3])
    }

    @Test("a normalized token is found in the normalized text, any other in the text as written")
    func normalized() throws {
        let tokenizer = TinyTokenizer(
            vocabulary: ["a", "x"],
            addedTokens: [
                TinyTokenizer.added(2, "XA"),
                #"{"id": 3, "content": "AX", "special": false, "normalized": true}"#,
            ],
            normalizer: #"{"type": "Lowercase"}"#)
        #expect(try tokenizer.pieces("XAxaAxaX") == ["XA", "x", "a", "AX", "AX"])
    }

    @Test("text from outside is encoded as plain text, special tokens and all")
    func plainText() throws {
        let tokenizer = try TinyTokenizer(
            vocabulary: Self.letters, addedTokens: [TinyTokenizer.added(7, "<x>")]
        ).tokenizer()
        #expect(try tokenizer.encode("a<x>", addSpecialTokens: false) == [0, 7])
        #expect(
            try tokenizer.encode("a<x>", addSpecialTokens: false, recognisingSpecialTokens: false) == [0, 3, 5, 4])
    }

    @Test("segments encode as the text they form, but content controls nothing")
    func segments() throws {
        var tiny = TinyTokenizer(
            vocabulary: Self.letters + ["ab"], merges: [["a", "b"]], addedTokens: [TinyTokenizer.added(8, "<x>")])
        tiny.options = "\"ignore_merges\": false"
        let tokenizer = try tiny.tokenizer()
        #expect(try tokenizer.encode([.control("<x>a"), .content("b<x>"), .control("<x>")]) == [8, 7, 3, 5, 4, 8])
        // A token that lies half in content is none.
        #expect(try tokenizer.encode([.content("<"), .control("x>")]) == [3, 5, 4])
    }

    @Test("a normalized special token cannot be forged either")
    func forgedNormalized() throws {
        let tokenizer = try TinyTokenizer(
            vocabulary: Self.letters,
            addedTokens: [#"{"id": 7, "content": "<x>", "special": true, "normalized": true}"#],
            normalizer: #"{"type": "Lowercase"}"#
        ).tokenizer()
        #expect(try tokenizer.encode([.control("<x>"), .content("a")]) == [7, 0])
        #expect(try tokenizer.encode([.control("a"), .content("<X>")]) == [0, 3, 5, 4])
    }
}
