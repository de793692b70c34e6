/// Finds added tokens in a text: the leftmost, and of several there the longest.
///
/// A trie over Unicode scalars, since a vocabulary may reserve thousands of added tokens that begin alike.
struct AddedTokenFinder: Sendable {
    /// A stretch of a text: an added token, or what lies between two.
    enum Piece: Equatable {
        case token(Int, Range<Int>)
        case text(Range<Int>)
    }

    private struct Node {
        var children: [Unicode.Scalar: Int] = [:]
        var token: AddedToken?
    }

    private var nodes = [Node()]

    /// Whether any of the tokens is special.
    let hasSpecialTokens: Bool

    /// Builds the trie; `spelling` is how a token's content looks in the texts to search.
    init(_ tokens: [AddedToken], spelling: (String) throws -> String) rethrows {
        hasSpecialTokens = tokens.contains(where: \.isSpecial)
        for token in tokens {
            var node = 0
            for scalar in try spelling(token.content).unicodeScalars {
                if let child = nodes[node].children[scalar] {
                    node = child
                } else {
                    nodes.append(Node())
                    nodes[node].children[scalar] = nodes.count - 1
                    node = nodes.count - 1
                }
            }
            // A token spelled as nothing would be found everywhere.
            if node != 0 { nodes[node].token = token }
        }
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
        var node = 0
        for index in start..<text.count {
            guard let child = nodes[node].children[text[index]] else { break }
            node = child
            if let token = nodes[node].token, !token.isSpecial || mayBeSpecial(start..<index + 1) {
                longest = (start..<index + 1, token)
            }
        }
        return longest
    }

    private func touchesWord(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Bool {
        let wordBefore = range.lowerBound > 0 && text[range.lowerBound - 1].isWordCharacter
        let wordAfter = range.upperBound < text.count && text[range.upperBound].isWordCharacter
        return wordBefore || wordAfter
    }
}
