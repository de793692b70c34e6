import Foundation
import LanguageModels

/// `tokenizer.json`: a tokenizer that is accepted turns a text into tokens of its own, and any tokens into text.
struct TokenizerExercise: ReaderExercise {
    static let name = "tokenizer"

    /// What the engine for expressions makes of one of the longest.
    let allowance = 1 << 20

    private static let text = "Hello wörld, it's 12 345 <|end|>\n\n  ▁木 👩‍💻 a\u{301}b "

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let tokenizer = try Tokenizer(contentsOf: files[0])
        attempts.hasRead()
        try Self.use(tokenizer)
    }

    /// Uses a tokenizer.
    ///
    /// - Throws: If it is refused at its first use, or breaks a promise.
    static func use(_ tokenizer: Tokenizer) throws {
        let size = tokenizer.vocabularySize
        for special in [true, false] {
            let tokens = try tokenizer.encode(text, addSpecialTokens: special)
            try Attempts.demand(
                tokens.allSatisfy { 0..<size ~= $0 }, "it makes tokens outside its vocabulary of \(size)")
            _ = tokenizer.decode(tokens, skipSpecialTokens: special)
        }
        _ = tokenizer.decode([0, size - 1, size, size / 2, 1], skipSpecialTokens: false)
        _ = (tokenizer.text(of: 0), tokenizer.piece(of: size - 1), tokenizer.id(of: "a"), tokenizer.specialTokens)
        var decoder = StreamingDecoder(tokenizer, skipSpecialTokens: true)
        for id in 0..<min(size, 8) { _ = decoder.append(id) }
        _ = decoder.finish()
    }
}
