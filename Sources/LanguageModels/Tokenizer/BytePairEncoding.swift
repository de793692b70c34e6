internal import JSON

/// Byte-pair encoding: a word starts as single characters, and the earliest-learned merge is applied until none is left.
///
/// Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units" (2016). Byte-level vocabularies give
/// it words of ``ByteAlphabet`` characters; SentencePiece-style ones give it the whole text as one word and spell
/// unknown characters as bytes (`<0xE2>`).
struct BytePairEncoding: Sendable {
    /// What two neighbours become; a lower rank was learned earlier and goes first.
    struct Merge {
        let rank: Int
        let id: Int
    }

    let ids: [ExactString: Int]
    let pieces: [Int: String]

    /// The merges by both ids, the left one in the upper half.
    let merges: [UInt64: Merge]

    /// What a character without a token becomes; nil drops it, as the reference engine does.
    let unknownID: Int?

    /// Whether neighbouring unknown characters become one token.
    let fusesUnknown: Bool

    /// The ids of `<0x00>` to `<0xFF>` when unknown characters are spelled as bytes, nil where one is missing.
    let byteIDs: [Int?]?

    /// Whether a word that is a token needs no merges.
    let ignoresMerges: Bool

    /// The ids of tokens of one character, to begin a word with.
    let characterIDs: [Unicode.Scalar: Int]

    /// The ids of a word's tokens.
    ///
    /// - Complexity: O(*n* log *n*) of the characters, so that a whole text may be one word.
    func encode(_ word: String) -> [Int] {
        if ignoresMerges, let id = ids[ExactString(word)] { return [id] }
        var symbols = SymbolList(initialIDs(of: word))
        symbols.merge(with: merges)
        return symbols.ids
    }

    private func initialIDs(of word: String) -> [Int] {
        var result: [Int] = []
        var afterUnknown = false
        for scalar in word.unicodeScalars {
            if let id = characterIDs[scalar] {
                result.append(id)
                afterUnknown = false
            } else if let spelled = spell(scalar) {
                result += spelled
                afterUnknown = false
            } else if let unknownID {
                if !(afterUnknown && fusesUnknown) { result.append(unknownID) }
                afterUnknown = true
            }
        }
        return result
    }

    /// The byte tokens of a character; nil unless the vocabulary has all of them.
    private func spell(_ scalar: Unicode.Scalar) -> [Int]? {
        guard let byteIDs else { return nil }
        let spelled = String(scalar).utf8.compactMap { byteIDs[Int($0)] }
        return spelled.count == UTF8.width(scalar) ? spelled : nil
    }

    /// The key of a pair in ``merges``.
    static func key(_ left: Int, _ right: Int) -> UInt64 {
        UInt64(left) << 32 | UInt64(right)
    }
}
