public import Speculation

/// The tokens that a small model and its target both have.
///
/// Models of one tokenizer often differ in how far their tables are padded (Qwen2.5's have 151,936 rows or 152,064), and in
/// names that are kept in reserve. Tokens beyond the target's are never proposed, and those beyond the small model's get no
/// probability: whatever the draft proposes, the target decides.
public struct SharedVocabulary: Sendable {
    /// How many tokens both have; the draft proposes these alone.
    public let count: Int

    /// How many rows the small model's tables have.
    private let ownCount: Int

    /// Takes sizes as they are.
    ///
    /// - Parameters:
    ///   - own: How many rows the small model's tables have.
    ///   - target: How many the target's have.
    public init(own: Int, target: Int) {
        count = min(own, target)
        ownCount = own
    }

    /// What the small model reads for a token of the target: the last row, mostly one of padding, for one that it lacks.
    ///
    /// Such a token is read too when a target emits one from its own padding, or another draft proposes it.
    public func readable(_ token: Token) -> Token { min(token, ownCount - 1) }

    /// The first token that means different texts to two models; nil if there is none.
    ///
    /// A token without text of its own is nobody's: one that a tokenizer does not name, or whose name is kept in reserve.
    ///
    /// - Parameters:
    ///   - own: The small model's tokenizer.
    ///   - target: The target's tokenizer.
    /// - Returns: A token below ``count`` and both texts.
    public func disagreement(
        between own: Tokenizer, and target: Tokenizer
    ) -> (token: Token, own: String, target: String)? {
        for token in 0..<min(count, own.vocabularySize, target.vocabularySize) {
            guard let piece = own.piece(of: token), let other = target.piece(of: token),
                !piece.utf8.elementsEqual(other.utf8), !Self.isReserved(piece), !Self.isReserved(other)
            else { continue }
            return (token, piece, other)
        }
        return nil
    }

    /// Whether a name says that nothing stands behind it: `<|reserved_special_token_7|>`, `<unused12>`, `[PAD151665]`.
    private static func isReserved(_ piece: String) -> Bool {
        guard let match = piece.wholeMatch(of: #/[<\[]\|?[ _]*([A-Za-z_ ]*)[0-9]+[ _]*\|?[>\]]/#) else { return false }
        let words = match.1.lowercased().split { $0 == "_" || $0 == " " }
        return words.contains { reservedWords.contains(String($0)) }
    }

    private static let reservedWords: Set<String> = ["reserved", "unused", "placeholder", "dummy", "extra", "pad"]
}
