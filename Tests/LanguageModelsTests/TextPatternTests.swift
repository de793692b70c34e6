import LanguageModels
import Testing

@Suite("Expressions of tokenizer files")
struct TextPatternTests {
    private static let place = TokenizerError(file: "tokenizer.json", component: "pre_tokenizer.pattern", reason: "")
    private static let text = String(repeating: "ab 12 ", count: 20_000)

    @Test("cut a text that takes them no time")
    func ordinary() throws {
        let pattern = try TextPattern(expression: #" ?\p{L}+| ?\p{N}+"#, at: Self.place)
        let pieces = try pattern.pieces(of: Self.text, within: RewritingBudget(for: .seconds(60)))
        #expect(pieces.map(\.text).joined() == Self.text)
        #expect(pieces.filter(\.isMatch).count == 40_000)
    }

    @Test("are given up with an error when their time is over")
    func bounded() throws {
        let pattern = try TextPattern(expression: #" ?\p{L}+| ?\p{N}+"#, at: Self.place)
        let error = #expect(throws: TokenizerError.self) {
            try pattern.pieces(of: Self.text, within: RewritingBudget(for: .zero))
        }
        #expect(
            error?.description
                == #"tokenizer.json: pre_tokenizer.pattern: the expression  ?\p{L}+| ?\p{N}+ takes too long "#
                + "on a text of 120000 characters")
    }

    @Test("are quoted little")
    func quoted() throws {
        let expression = (0..<1_000).map { "x\($0)" }.joined(separator: "|") + "|[a-z]"
        let pattern = try TextPattern(expression: expression, at: Self.place)
        let error = #expect(throws: TokenizerError.self) {
            try pattern.pieces(of: Self.text, within: RewritingBudget(for: .zero))
        }
        #expect(try #require(error).reason.count < 150)
    }
}
