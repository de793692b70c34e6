/// SentencePiece's byte-pair encoding: of all neighbours that are a piece together, those with the best score merge.
///
/// Kudo and Richardson, "SentencePiece" (2018). Unlike ``BytePairEncoding`` it knows no list of merges: whatever two
/// parts spell a piece may become it. Of equal scores the leftmost pair goes first. A character without a piece is
/// spelled as bytes (`<0xE2>`), or is unknown.
struct ScoredPairEncoding: SubwordModel {
    /// What a token of the vocabulary is for.
    enum Role: Sendable {
        /// A piece of text.
        case text

        /// A piece that longer ones are made of, but that does not come out itself.
        case step

        /// A piece that stands wherever it is spelled, and merges with nothing.
        case whole

        /// A byte, or a token that no text makes.
        case other
    }

    private let tokens: [String]
    private let table: PieceTable

    /// For each token, where its score stands among all: 0 for the best one.
    private let ranks: [Int32]
    private let isUnused: [Bool]
    private let whole: WholePieces

    /// The ids of `<0x00>` to `<0xFF>`, nil where one is missing.
    private let byteIDs: [Int?]

    /// What a character becomes that has neither piece nor bytes; nil drops it.
    private let unknownID: Int?

    /// Makes a model.
    ///
    /// - Parameters:
    ///   - tokens: The vocabulary.
    ///   - roles: What each token is for.
    ///   - scores: A score for each token, none of them NaN.
    ///   - byteIDs: The ids of the 256 bytes, nil where one is missing.
    ///   - unknownID: What unknown characters become.
    init(tokens: [String], roles: [Role], scores: [Double], byteIDs: [Int?], unknownID: Int?) {
        self.tokens = tokens
        self.byteIDs = byteIDs
        self.unknownID = unknownID
        isUnused = roles.map { $0 == .step }
        whole = WholePieces(zip(tokens, roles).lazy.filter { $0.1 == .whole }.map(\.0))
        table = PieceTable(tokens, isFound: roles.map { $0 != .other })
        ranks = Self.ranks(of: scores)
    }

    private static func ranks(of scores: [Double]) -> [Int32] {
        var ranks = [Int32](repeating: 0, count: scores.count)
        var (rank, last): (Int32, Double?) = (-1, nil)
        for id in scores.indices.sorted(by: { scores[$0] > scores[$1] }) {
            if scores[id] != last { rank += 1 }
            last = scores[id]
            ranks[id] = rank
        }
        return ranks
    }

    var highestID: Int { tokens.count - 1 }

    func piece(of id: Int) -> String? { tokens.indices.contains(id) && !isUnused[id] ? tokens[id] : nil }

    func id(of piece: String) -> Int? {
        let text = Array(piece.utf8)
        if let id = table.id(of: text.indices, in: text) { return isUnused[id] ? nil : id }
        return byteIDs.compactMap(\.self).first { tokens[$0] == piece }
    }

    func encode(_ word: String) -> [PlacedToken] {
        let text = Array(word.utf8)
        var list = PieceList(text, table, keeping: whole)
        list.merge(ranks: ranks, isUnused: isUnused)
        var result: [PlacedToken] = []
        var (end, afterUnknown) = (0, false)
        for (range, id) in list.pieces(isUnused: isUnused) {
            end += text[range].count { $0 & 0xC0 != 0x80 }
            if let id {
                result.append(PlacedToken(id: id, end: end))
            } else if let spelled = spell(text[range]) {
                result += spelled.map { PlacedToken(id: $0, end: end) }
            } else if let unknownID {
                // Unknown neighbours become one token.
                if afterUnknown { result.removeLast() }
                result.append(PlacedToken(id: unknownID, end: end))
                afterUnknown = true
                continue
            }
            afterUnknown = false
        }
        return result
    }

    /// The byte tokens of a character; nil unless the vocabulary has all of them.
    private func spell(_ character: ArraySlice<UInt8>) -> [Int]? {
        let spelled = character.compactMap { byteIDs[Int($0)] }
        return spelled.count == character.count ? spelled : nil
    }
}
