package import Speculation

/// All places of a text in the order of the tokens that begin there (Manber and Myers 1990), so that the places of a run stand
/// together and are found by halving.
package struct SuffixArray: Sendable {
    /// How many tokens beyond the longest run are in order, which what follows a run is counted by.
    package static let lookahead = 1

    private let tokens: [Int32]

    /// Places, `[tokens.count]`.
    private let places: [Int32]

    /// Sorts a text.
    ///
    /// - Parameters:
    ///   - text: At least one token.
    ///   - depth: How many tokens of each place are compared; the rest is left as it comes.
    /// - Complexity: O(n log n) comparisons of at most `depth` tokens.
    package init(of text: [Token], comparing depth: Int) {
        let tokens = text.map { Int32(truncatingIfNeeded: $0) }
        self.tokens = tokens
        places = tokens.withUnsafeBufferPointer { text in
            (0..<Int32(text.count)).sorted { left, right in
                var (left, right) = (Int(left), Int(right))
                let (first, second) = (left, right)
                for _ in 0..<depth {
                    guard left < text.count else { return true }
                    guard right < text.count else { return false }
                    if text[left] != text[right] { return text[left] < text[right] }
                    left += 1
                    right += 1
                }
                return first < second
            }
        }
    }

    /// Where a run stands: a range of places in order; empty where it does not occur.
    ///
    /// - Complexity: O(log n) comparisons of the run.
    package func range(of run: ArraySlice<Token>) -> Range<Int> {
        var range = places.indices
        for (offset, token) in run.enumerated() {
            range = narrowed(range, at: offset, to: Int32(truncatingIfNeeded: token))
            if range.isEmpty { break }
        }
        return range
    }

    /// What follows a run, by how often: best first, equal ones by token.
    ///
    /// - Parameters:
    ///   - range: Where the run stands.
    ///   - length: How many tokens it has.
    /// - Returns: Tokens, and how often each follows.
    /// - Complexity: O(different · log n).
    package func continuations(of range: Range<Int>, length: Int) -> [(token: Token, count: Int)] {
        var found: [(token: Token, count: Int)] = []
        var start = range.lowerBound
        while start < range.upperBound {
            guard let token = token(at: start, length) else {
                start += 1
                continue
            }
            let same = narrowed(start..<range.upperBound, at: length, to: token)
            found.append((Token(token), same.count))
            start = same.upperBound
        }
        found.sort { $0.count == $1.count ? $0.token < $1.token : $0.count > $1.count }
        return found
    }

    /// The token so far behind a place; nil beyond the text's end.
    private func token(at place: Int, _ offset: Int) -> Int32? {
        let position = Int(places[place]) + offset
        return position < tokens.count ? tokens[position] : nil
    }

    /// Those of a range whose tokens at an offset are a given one, all before being the same.
    private func narrowed(_ range: Range<Int>, at offset: Int, to wanted: Int32) -> Range<Int> {
        func first(where isBeyond: (Int32) -> Bool) -> Int {
            var (low, high) = (range.lowerBound, range.upperBound)
            while low < high {
                let middle = (low + high) / 2
                // Places whose text has ended stand first.
                if let token = token(at: middle, offset), isBeyond(token) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        let start = first { $0 >= wanted }
        return start..<max(start, first { $0 > wanted })
    }
}
