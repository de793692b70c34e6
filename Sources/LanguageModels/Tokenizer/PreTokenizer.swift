/// How a text is cut into the words within which tokens are merged.
enum PreTokenizer: Sendable {
    case sequence([PreTokenizer])
    case split(TextPattern, SplitBehavior, invert: Bool)
    case byteLevel(addPrefixSpace: Bool, pattern: TextPattern?)
    case metaspace(Metaspace, split: Bool)
    case digits(individual: Bool)
    case punctuation(SplitBehavior)
    case whitespaceSplit

    /// A word on its way through the pre-tokenizers.
    struct Word {
        var text: String

        /// Whether it begins where the whole text begins.
        var isFirst: Bool
    }

    /// Cuts each word into smaller ones.
    ///
    /// - Parameters:
    ///   - words: The words.
    ///   - budget: When to give up.
    /// - Returns: The smaller ones in order.
    /// - Throws: ``TokenizerError`` as expressions do.
    func words(of words: [Word], within budget: RewritingBudget) throws -> [Word] {
        if case .sequence(let parts) = self {
            return try parts.reduce(words) { try $1.words(of: $0, within: budget) }
        }
        let smaller = try words.flatMap { word in
            var text = word.text
            let pieces = try cut(&text, isFirst: word.isFirst, within: budget)
            // When a match at the very start was removed, no word begins where the text does.
            let keepsStart = word.isFirst && pieces.first.map { text.utf8.starts(with: $0.utf8) } == true
            return pieces.enumerated().map { Word(text: $1, isFirst: keepsStart && $0 == 0) }
        }
        try budget.admit(smaller.reduce(0) { $0 + $1.text.utf8.count })
        return smaller
    }

    /// Cuts one word; `text` becomes what it was rewritten to before the cut.
    private func cut(
        _ text: inout String, isFirst: Bool, within budget: RewritingBudget
    ) throws(TokenizerError) -> [String] {
        switch self {
        case .sequence: return [text]
        case .split(let pattern, let behavior, let invert):
            var pieces = try pattern.pieces(of: text, within: budget)
            if invert { for index in pieces.indices { pieces[index].isMatch.toggle() } }
            return behavior.words(pieces)
        case .byteLevel(let addPrefixSpace, let pattern):
            if addPrefixSpace, text.unicodeScalars.first != " " { text = " " + text }
            var words = [text]
            if let pattern { words = SplitBehavior.isolated.words(try pattern.pieces(of: text, within: budget)) }
            text = ByteAlphabet.spell(text)
            return words.map(ByteAlphabet.spell)
        case .metaspace(let metaspace, let split):
            text = metaspace.replaced(text, isFirst: isFirst)
            return split ? SplitBehavior.mergedWithNext.words(metaspace.pieces(of: text)) : [text]
        case .digits(let individual):
            return (individual ? SplitBehavior.isolated : .contiguous).words(Self.pieces(of: text, \.isNumeric))
        case .punctuation(let behavior): return behavior.words(Self.pieces(of: text, \.isPunctuation))
        case .whitespaceSplit: return SplitBehavior.removed.words(Self.pieces(of: text, \.isWhiteSpace))
        }
    }

    /// Cuts at every character of a kind; each such character is one match.
    private static func pieces(of text: String, _ isMatch: (Unicode.Scalar) -> Bool) -> [TextPattern.Piece] {
        var pieces: [TextPattern.Piece] = []
        for scalar in text.unicodeScalars {
            if isMatch(scalar) {
                pieces.append(TextPattern.Piece(text: String(scalar), isMatch: true))
            } else if let last = pieces.indices.last, !pieces[last].isMatch {
                pieces[last].text.unicodeScalars.append(scalar)
            } else {
                pieces.append(TextPattern.Piece(text: String(scalar), isMatch: false))
            }
        }
        return pieces
    }
}
