package import Speculation

/// Guesses for places ahead of a text: `levels[i][j]` is what the i-th iteration guessed for the place i + j + 1 tokens after the
/// last one.
///
/// Level 0 is a chain; the guess of level i at column j follows that of level i - 1 at the same column, so that a column's
/// guesses are an n-gram's first tokens.
package struct GuessWindow {
    /// The guesses, `[ngram - 1, window]`.
    package private(set) var levels: [[Token]]

    /// Begins with tokens of the text, at random.
    ///
    /// - Parameters:
    ///   - levels: One less than an n-gram has tokens.
    ///   - columns: How many places ahead are guessed.
    ///   - text: Where guesses come from at first, not empty.
    ///   - random: Chooses them.
    package init(levels: Int, columns: Int, from text: [Token], using random: inout SeededRandom) {
        self.levels = (0..<levels).map { _ in
            (0..<columns).map { _ in Self.token(of: text, using: &random) }
        }
    }

    /// The tokens on the way to a column's last guess: level 0 up to the column, then the deeper levels.
    package func path(to column: Int) -> [Token] { levels[0][...column] + levels.dropFirst().map { $0[column] } }

    /// A column's guesses, from level 0 down.
    package func guesses(at column: Int) -> [Token] { levels.map { $0[column] } }

    /// Moves on with the text.
    ///
    /// - Parameters:
    ///   - emitted: By how many tokens the text has grown, at least 1.
    ///   - next: What the target thinks follows each column's last guess; nil where it was not asked.
    ///   - text: Where new guesses come from, not empty.
    ///   - random: Chooses them.
    package mutating func advance(by emitted: Int, next: [Token?], from text: [Token], using random: inout SeededRandom)
    {
        // Deeper guesses are of later places: where every column was answered, a level up is a place on.
        let isDeeper = next.contains { $0 != nil }
        let shift = isDeeper ? emitted - 1 : emitted
        let sources =
            isDeeper
            ? Array(levels.dropFirst().map { $0.map(Optional.some) }) + [next] : levels.map { $0.map(Optional.some) }
        for (level, source) in sources.enumerated() {
            levels[level] = levels[level].indices.map { column in
                let place = column + shift
                return (place < source.count ? source[place] : nil) ?? Self.token(of: text, using: &random)
            }
        }
    }

    private static func token(of text: [Token], using random: inout SeededRandom) -> Token {
        text[Int(random.uniform() * Double(text.count))]
    }
}
