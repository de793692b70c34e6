/// Finds added tokens in a text: the leftmost, and of several there the longest.
///
/// A sorted list in which every further scalar narrows the range, since a vocabulary may reserve thousands of added tokens that
/// begin alike.
struct AddedTokenFinder: Sendable {
    /// A stretch of a text: an added token, or what lies between two.
    enum Piece: Equatable {
        case token(Int, Range<Int>)
        case text(Range<Int>)
    }

    /// A token by its spelling.
    private struct Entry {
        let spelling: [Unicode.Scalar]
        let token: AddedToken
    }

    /// All tokens, in the order of their spellings' scalars: those that begin alike stand together, the shortest first.
    private let entries: [Entry]

    /// Whether any of the tokens is special.
    let hasSpecialTokens: Bool

    /// Sorts the tokens; `spelling` is how a token's content looks in the texts to search.
    init(_ tokens: [AddedToken], spelling: (String) throws -> String) rethrows {
        hasSpecialTokens = tokens.contains(where: \.isSpecial)
        let spelled = try tokens.map { Entry(spelling: Array(try spelling($0.content).unicodeScalars), token: $0) }
        // Of two spelled alike the last counts.
        let distinct = Dictionary(spelled.map { ($0.spelling, $0) }) { $1 }
        // A token spelled as nothing would be found everywhere.
        entries = distinct.values.filter { !$0.spelling.isEmpty }
            .sorted { $0.spelling.lexicographicallyPrecedes($1.spelling) }
    }

    /// Cuts a text at its added tokens.
    ///
    /// - Parameters:
    ///   - text: The text's scalars.
    ///   - mayBeSpecial: Where special tokens count: a range that answers false is ordinary text for them.
    /// - Returns: The pieces in order, none of them empty.
    func pieces(of text: [Unicode.Scalar], mayBeSpecial: (Range<Int>) -> Bool) -> [Piece] {
        var pieces: [Piece] = []
        var end = 0
        var start = 0
        while start < text.count {
            guard let (range, token) = longestToken(in: text, at: start, mayBeSpecial: mayBeSpecial) else {
                start += 1
                continue
            }
            start = range.upperBound
            if token.isSingleWord, touchesWord(range, in: text) { continue }
            var (lower, upper) = (range.lowerBound, range.upperBound)
            if token.stripsLeft { while lower > end, text[lower - 1].isWhiteSpace { lower -= 1 } }
            if token.stripsRight { while upper < text.count, text[upper].isWhiteSpace { upper += 1 } }
            if end < lower { pieces.append(.text(end..<lower)) }
            pieces.append(.token(token.id, lower..<upper))
            end = upper
            start = upper
        }
        if end < text.count { pieces.append(.text(end..<text.count)) }
        return pieces
    }

    /// Tells whether a special token stands anywhere in a text.
    func findsSpecialToken(in text: [Unicode.Scalar]) -> Bool {
        text.indices.contains {
            longestToken(in: text, at: $0, mayBeSpecial: { _ in true })?.token.isSpecial == true
        }
    }

    private func longestToken(
        in text: [Unicode.Scalar], at start: Int, mayBeSpecial: (Range<Int>) -> Bool
    ) -> (range: Range<Int>, token: AddedToken)? {
        var longest: (range: Range<Int>, token: AddedToken)?
        var (low, high) = (0, entries.count)
        for index in start..<text.count {
            let (depth, scalar) = (index - start, text[index])
            low = place(in: low..<high) { $0.count > depth && $0[depth] >= scalar }
            high = place(in: low..<high) { $0.count > depth && $0[depth] > scalar }
            if low == high { break }
            // The shortest stands first.
            let (entry, range) = (entries[low], start..<index + 1)
            if entry.spelling.count == range.count, !entry.token.isSpecial || mayBeSpecial(range) {
                longest = (range, entry.token)
            }
        }
        return longest
    }

    /// The first place of a range whose spelling is beyond something; all of those behind it are.
    private func place(in range: Range<Int>, where isBeyond: ([Unicode.Scalar]) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(entries[middle].spelling) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func touchesWord(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Bool {
        let wordBefore = range.lowerBound > 0 && text[range.lowerBound - 1].isWordCharacter
        let wordAfter = range.upperBound < text.count && text[range.upperBound].isWordCharacter
        return wordBefore || wordAfter
    }
}
