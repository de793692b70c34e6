public import Speculation

/// Turns token ids into text one at a time, without ever showing half a character.
///
/// The strings returned by ``append(_:)`` and at last ``finish()``, joined, are exactly what
/// ``Tokenizer/decode(_:skipSpecialTokens:)`` makes of all ids at once: that method runs this type. Text comes as soon
/// as no later token can change it; a vocabulary that spells rare characters as byte tokens thus holds back a run of
/// those until another token follows. Being a value, a copy can look ahead and be thrown away.
public struct StreamingDecoder: TextDecoder {
    private let tokenizer: Tokenizer
    private let skipSpecialTokens: Bool
    private var stages: [DecodingStage]

    /// Starts a text.
    ///
    /// - Parameters:
    ///   - tokenizer: Whose ids will come.
    ///   - skipSpecialTokens: Whether special tokens leave no trace in the text.
    public init(_ tokenizer: Tokenizer, skipSpecialTokens: Bool = true) {
        self.init(tokenizer, skipSpecialTokens: skipSpecialTokens, isContinuing: false)
    }

    /// Starts in the midst of a text, where no blank is taken away; special tokens are spelled out.
    ///
    /// - Parameter tokenizer: Whose ids will come.
    public init(continuing tokenizer: Tokenizer) {
        self.init(tokenizer, skipSpecialTokens: false, isContinuing: true)
    }

    init(_ tokenizer: Tokenizer, skipSpecialTokens: Bool, isContinuing: Bool) {
        self.tokenizer = tokenizer
        self.skipSpecialTokens = skipSpecialTokens
        stages = tokenizer.decoders.map { DecodingStage($0, isContinuing: isContinuing) }
    }

    /// Takes the next id and returns the text that is certain by now, often empty.
    ///
    /// An id without a token adds nothing.
    public mutating func append(_ id: Int) -> String {
        guard let piece = tokenizer.piece(of: id), !(skipSpecialTokens && tokenizer.isSpecial(id)) else { return "" }
        return run([.whole(piece)], from: 0)
    }

    /// Returns the rest of the text, with U+FFFD for what still is half a character.
    ///
    /// No id may follow.
    public mutating func finish() -> String {
        var text = ""
        for index in stages.indices {
            let rest = stages[index].finish()
            text += run(rest, from: index + 1)
        }
        return text
    }

    private mutating func run(_ fragments: [TokenFragment], from first: Int) -> String {
        var fragments = fragments
        for index in stages.indices.dropFirst(first) {
            fragments = fragments.flatMap { stages[index].push($0) }
        }
        return fragments.map(\.text).joined()
    }
}
