internal import JSON

/// Byte-pair encoding: a word starts as single characters, and the earliest-learned merge is applied until none is left.
///
/// Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units" (2016). Byte-level vocabularies give
/// it words of ``ByteAlphabet`` characters; SentencePiece-style ones give it the whole text as one word and spell
/// unknown characters as bytes (`<0xE2>`).
struct BytePairEncoding: SubwordModel {
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

    var highestID: Int { pieces.keys.max() ?? -1 }

    func piece(of id: Int) -> String? { pieces[id] }

    func id(of piece: String) -> Int? { ids[ExactString(piece)] }

    func encode(_ word: String) -> [PlacedToken] {
        if ignoresMerges, let id = ids[ExactString(word)] {
            return [PlacedToken(id: id, end: word.unicodeScalars.count)]
        }
        let initial = initialTokens(of: word)
        var symbols = SymbolList(initial.map(\.id))
        symbols.merge(with: merges)
        return symbols.spans.map { PlacedToken(id: $0.id, end: initial[$0.last].end) }
    }

    private func initialTokens(of word: String) -> [PlacedToken] {
        var result: [PlacedToken] = []
        var afterUnknown = false
        for (place, scalar) in word.unicodeScalars.enumerated() {
            if let id = characterIDs[scalar] {
                result.append(PlacedToken(id: id, end: place + 1))
                afterUnknown = false
            } else if let spelled = spell(scalar) {
                result += spelled.map { PlacedToken(id: $0, end: place + 1) }
                afterUnknown = false
            } else if let unknownID {
                if afterUnknown && fusesUnknown {
                    result[result.count - 1].end = place + 1
                } else {
                    result.append(PlacedToken(id: unknownID, end: place + 1))
                }
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
