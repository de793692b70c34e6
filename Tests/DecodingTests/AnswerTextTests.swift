import Decoding
import Speculation
import Testing

/// Spells every token as one of a few pieces, some of which are half a character.
struct PieceDecoder: TextDecoder {
    var pieces: [[UInt8]]
    private var open: [UInt8] = []

    init(_ pieces: [String]) { self.pieces = pieces.map { Array($0.utf8) } }

    init(bytes pieces: [[UInt8]]) { self.pieces = pieces }

    mutating func append(_ id: Token) -> String {
        open += pieces[id]
        guard let text = String(validating: open, as: UTF8.self) else { return "" }
        open = []
        return text
    }

    mutating func finish() -> String {
        defer { open = [] }
        return String(decoding: open, as: UTF8.self)
    }
}

struct AnswerTextTests {
    /// Cuts a text before the stop string that is complete first, the longest of those; nothing like the code's way.
    func reference(_ text: String, _ stops: [String]) -> String {
        let bytes = Array(text.utf8)
        for end in 0...bytes.count {
            let complete = stops.map { Array($0.utf8) }.filter {
                end >= $0.count && Array(bytes[..<end].suffix($0.count)) == $0
            }
            if let longest = complete.map(\.count).max() {
                return String(decoding: bytes[..<(end - longest)], as: UTF8.self)
            }
        }
        return text
    }

    @Test
    func `Text ends before the first stop string, however tokens cut it, and no part of one is shown before`() {
        let alphabet = ["a", "b", "ab", "ba", "aab", "é", "c"]
        let lists = [
            ["abab"], ["aab", "ab"], ["bcb", "c"], ["é"], ["aéa", "abc"], ["aaaaab"], ["b", "ab", "aab"],
            ["abcd", "bc"],
        ]
        var random = SeededRandom(seed: 8)
        for trial in 0..<2_000 {
            let stops = lists[trial % lists.count]
            let tokens = (0..<12).map { _ in Int(random.uniform() * Double(alphabet.count)) }
            let whole = tokens.map { alphabet[$0] }.joined()
            let expected = reference(whole, stops)
            var text = AnswerText(PieceDecoder(alphabet), stopStrings: stops)
            var shown = ""
            for token in tokens {
                shown += text.append(token)
                #expect(expected.hasPrefix(shown), "\(whole), \(stops)")
                if text.hasStopped { break }
            }
            #expect(text.hasStopped == (expected != whole))
            shown += text.finish()
            #expect(shown == expected, "\(whole), \(stops)")
        }
    }

    @Test
    func `As much is shown at once as no stop string can begin in`() {
        var text = AnswerText(PieceDecoder(["x", "User", ":", "\n", "U"]), stopStrings: ["\nUser:"])
        #expect(text.append(0) == "x")
        #expect(text.append(3) == "")
        #expect(text.append(3) == "\n")
        #expect(text.append(1) == "")
        #expect(text.append(0) == "\nUserx")
        #expect(text.append(3) == "")
        #expect(text.append(1) == "")
        #expect(text.append(2) == "")
        #expect(text.hasStopped)
        #expect(text.append(0) == "")
        #expect(text.finish() == "")
    }

    @Test
    func `What was held back is shown where the answer ends without the stop string`() {
        var text = AnswerText(PieceDecoder(["a", "b"]), stopStrings: ["aab"])
        #expect(text.append(0) == "")
        #expect(text.append(0) == "")
        #expect(text.finish() == "aa")
        #expect(!text.hasStopped)
    }

    @Test
    func `Half a character is held back, and is a replacement character at the end`() {
        // The euro sign in three bytes, and a stop string that begins with it.
        var text = AnswerText(PieceDecoder(bytes: [[0xE2], [0x82], [0xAC], [0x61]]), stopStrings: ["€a"])
        #expect([0, 1, 2].map { text.append($0) } == ["", "", ""])
        #expect([0, 1, 2].map { text.append($0) } == ["", "", "€"])
        #expect(text.append(3) == "" && text.hasStopped && text.finish() == "")
        var open = AnswerText(PieceDecoder(bytes: [[0xE2]]), stopStrings: ["x"])
        #expect(open.append(0) == "" && open.finish() == "\u{FFFD}")
    }

    @Test
    func `A stop string that is complete within the least number of tokens is text`() {
        var text = AnswerText(PieceDecoder(["a", "b"]), stopStrings: ["ab"], minimumTokens: 2)
        #expect([0, 1, 0].map { text.append($0) } == ["", "ab", ""])
        #expect(!text.hasStopped)
        #expect(text.append(1) == "" && text.hasStopped)
    }
}
