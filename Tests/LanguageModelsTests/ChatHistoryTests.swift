import LanguageModels
import Speculation
import Testing

@Suite("A conversation leaves out its oldest turns")
struct ChatHistoryTests {
    /// Every letter is a token.
    private func codec() throws -> ChatCodec {
        let letters = "abcdefghijklmnopqrstuvwxyzU:A\n .".map(String.init)
        return ChatCodec(
            tokenizer: try TinyTokenizer(vocabulary: letters, options: "\"ignore_merges\": false").tokenizer(),
            renderer: try format("none"), endTokens: [])
    }

    private func prompt(
        _ history: inout ChatHistory, _ message: String, limit: Int, room: Int = 2
    ) throws -> String {
        let codec = try codec()
        return try history.tokens(asking: message, by: codec, within: limit, leaving: room)
            .map { codec.tokenizer.piece(of: $0) ?? "?" }.joined()
    }

    @Test("only once it does not fit, and then as many as free a quarter of the context")
    func fitting() throws {
        var history = ChatHistory(system: "sss")
        for letter in ["a", "b", "c", "d"] { history.append(letter + letter, answer: letter) }
        let whole = try prompt(&history, "e", limit: 1_000)
        #expect(["sss", "aa", "bb", "cc", "dd", "e"].allSatisfy { whole.contains($0) })
        #expect(history.omittedTurns == 0)
        #expect(try prompt(&history, "e", limit: whole.count + 2) == whole)
        let limit = whole.count + 1
        let shorter = try prompt(&history, "e", limit: limit)
        #expect(shorter.count + 2 + limit / 4 <= limit)
        #expect(history.omittedTurns > 0 && history.omittedTurns < 4)
        #expect(shorter.contains("sss") && !shorter.contains("aa") && shorter.contains("dd"))
        // One turn more would not have been enough.
        var fewer = ChatHistory(system: "sss")
        for letter in ["a", "b", "c", "d"].dropFirst(history.omittedTurns - 1) {
            fewer.append(letter + letter, answer: letter)
        }
        #expect(try prompt(&fewer, "e", limit: 1_000).count + 2 + limit / 4 > limit)
        // They stay out.
        let omitted = history.omittedTurns
        #expect(try prompt(&history, "e", limit: 1_000) == shorter)
        #expect(history.omittedTurns == omitted && history.messages.count == 9)
    }

    @Test("all of them where only the message fits, none where not even that does")
    func messageAlone() throws {
        var history = ChatHistory()
        history.append("aaaa", answer: "bbbb")
        history.append("cccc", answer: "dddd")
        var nothing = ChatHistory()
        let alone = try prompt(&nothing, "eeee", limit: 1_000)
        #expect(try prompt(&history, "eeee", limit: alone.count + 1) == alone)
        #expect(history.omittedTurns == 2)
        var other = ChatHistory()
        other.append("aaaa", answer: "bbbb")
        #expect(try prompt(&other, "eeee", limit: alone.count).count >= alone.count)
        #expect(other.omittedTurns == 0)
    }
}
