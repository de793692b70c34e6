/// What becomes of a pattern's matches when a text is cut at them.
enum SplitBehavior: String, Sendable {
    /// Each match is a word of its own.
    case isolated = "Isolated"

    /// Matches vanish.
    case removed = "Removed"

    /// A match ends the word before it.
    case mergedWithPrevious = "MergedWithPrevious"

    /// A match begins the word after it.
    case mergedWithNext = "MergedWithNext"

    /// Neighbouring matches form one word.
    case contiguous = "Contiguous"

    /// Joins or drops the pieces a pattern found; empty words do not come out.
    func words(_ pieces: [TextPattern.Piece]) -> [String] {
        let words: [String]
        switch self {
        case .isolated: words = pieces.map(\.text)
        case .removed: words = pieces.filter { !$0.isMatch }.map(\.text)
        case .contiguous: words = joined(pieces) { $0.isMatch == $1 }
        // Of several matches in a row only the one next to the word joins it.
        case .mergedWithPrevious: words = joined(pieces) { $0.isMatch && !$1 }
        case .mergedWithNext:
            let reversed = joined(pieces.reversed(), prepending: true) { $0.isMatch && !$1 }
            words = reversed.reversed()
        }
        return words.filter { !$0.isEmpty }
    }

    /// Walks the pieces; one that `joins`, given whether the piece before it was a match, extends the last word.
    private func joined(
        _ pieces: [TextPattern.Piece], prepending: Bool = false, joins: (TextPattern.Piece, Bool) -> Bool
    ) -> [String] {
        var words: [String] = []
        var afterMatch = false
        for piece in pieces {
            if joins(piece, afterMatch), let last = words.popLast() {
                words.append(prepending ? piece.text + last : last + piece.text)
            } else {
                words.append(piece.text)
            }
            afterMatch = piece.isMatch
        }
        return words
    }
}
