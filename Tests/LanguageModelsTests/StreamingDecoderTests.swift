import LanguageModels
import Testing

@Suite("Decoding token by token")
struct StreamingDecoderTests {
    private static let byteLevel = TinyTokenizer(
        vocabulary: ["ð", "Ł", "ĳ", "į", "a", "Ġ", "Â"], decoder: #"{"type": "ByteLevel"}"#)

    private static let sentencePiece: TinyTokenizer = {
        var tiny = TinyTokenizer(vocabulary: ["▁a", "<0xC3>", "<0xA9>", "b", "<s>"])
        tiny.addedTokens = [TinyTokenizer.added(4, "<s>")]
        tiny.decoder = """
            {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
              {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}
            """
        return tiny
    }()

    private func parts(_ ids: [Int], of tiny: TinyTokenizer, skipSpecialTokens: Bool = true) throws -> [String] {
        var decoder = StreamingDecoder(try tiny.tokenizer(), skipSpecialTokens: skipSpecialTokens)
        return ids.map { decoder.append($0) } + [decoder.finish()]
    }

    @Test("a character of four tokens appears with its last one")
    func wholeCharacters() throws {
        #expect(try parts([4, 0, 1, 2, 3, 5, 4], of: Self.byteLevel) == ["a", "", "", "", "👍", " ", "a", ""])
    }

    @Test("a broken character shows once it cannot become whole")
    func brokenCharacters() throws {
        #expect(try parts([0, 1, 4], of: Self.byteLevel) == ["", "", "\u{FFFD}a", ""])
        #expect(try parts([4, 6], of: Self.byteLevel) == ["a", "", "\u{FFFD}"])
    }

    @Test("a run of byte tokens appears when it is over, the first space never")
    func byteTokens() throws {
        #expect(try parts([0, 1, 2, 3, 0], of: Self.sentencePiece) == ["a", "", "", "éb", " a", ""])
        #expect(try parts([0, 1, 3], of: Self.sentencePiece) == ["a", "", "\u{FFFD}b", ""])
        #expect(try parts([0, 1, 2], of: Self.sentencePiece) == ["a", "", "", "é"])
    }

    @Test("special tokens and unknown ids leave no trace when skipped")
    func skipped() throws {
        #expect(try parts([4, 0, 99], of: Self.sentencePiece) == ["", "a", "", ""])
        #expect(try parts([4, 0], of: Self.sentencePiece, skipSpecialTokens: false) == ["<s>", " a", ""])
    }

    @Test("a copy looks ahead without disturbing the original")
    func copies() throws {
        var decoder = StreamingDecoder(try Self.byteLevel.tokenizer())
        _ = decoder.append(0)
        var copy = decoder
        #expect(copy.append(4) == "\u{FFFD}a")
        #expect([1, 2, 3].map { decoder.append($0) } == ["", "", "👍"])
    }

    @Test("a token's own text keeps the space it begins with")
    func ownText() throws {
        let tokenizer = try Self.sentencePiece.tokenizer()
        #expect(tokenizer.text(of: 0) == " a")
        #expect(tokenizer.decode([0], skipSpecialTokens: false) == "a")
        #expect(tokenizer.text(of: 1) == "\u{FFFD}")
        #expect(try Self.byteLevel.tokenizer().text(of: 5) == " ")
    }

    @Test("without decoder spaces go between tokens; metaspace drops its first")
    func otherDecoders() throws {
        var tiny = TinyTokenizer(vocabulary: ["▁a", "b▁"])
        #expect(try tiny.tokenizer().decode([0, 1], skipSpecialTokens: false) == "▁a b▁")
        tiny.decoder = #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}"#
        #expect(try tiny.tokenizer().decode([0, 1, 0], skipSpecialTokens: false) == "ab  a")
    }
}
