import Speculation

/// Finds earlier occurrences of a text's last tokens, in time that does not grow with the text.
///
/// For every run length the index remembers where each run last ended, and for each end where the same run ended
/// before, as the hash chains of LZ77 do. Adding a token costs O(1) for each length; nothing is ever read again.
/// Runs are told apart by a hash and compared before use.
struct RunIndex {
    /// The most occurrences of one run that are looked at, so that a text of one repeated word costs no more.
    private static let mostVisited = 64

    private let lengths: ClosedRange<Int>
    private var lastEnds: [[UInt64: Int32]]
    private var earlierEnds: [[Int32]]
    private var indexed = 0
    private var visited = 0

    /// An index of runs of the given lengths.
    init(lengths: ClosedRange<Int>) {
        self.lengths = lengths
        lastEnds = lengths.map { _ in [:] }
        earlierEnds = lengths.map { _ in [] }
    }

    /// Indexes the runs that end before the last token of a text, which begins with what was indexed already.
    mutating func extend(to text: [Token]) {
        for (slot, length) in lengths.enumerated() {
            for end in indexed..<max(text.count - 1, indexed) {
                guard end + 1 >= length else {
                    earlierEnds[slot].append(-1)
                    continue
                }
                let previous = lastEnds[slot].updateValue(Int32(end), forKey: Self.hash(text, end, length))
                earlierEnds[slot].append(previous ?? -1)
            }
        }
        indexed = max(text.count - 1, indexed)
    }

    /// Forgets the runs that end behind the first tokens of a text.
    ///
    /// - Parameters:
    ///   - count: How many of them to retain.
    ///   - text: What was indexed, whole.
    mutating func rewind(to count: Int, of text: [Token]) {
        for (slot, length) in lengths.enumerated() {
            for end in (min(count, indexed)..<indexed).reversed() {
                let previous = earlierEnds[slot].removeLast()
                if end + 1 >= length { lastEnds[slot][Self.hash(text, end, length)] = previous < 0 ? nil : previous }
            }
        }
        indexed = min(count, indexed)
    }

    /// How many tokens before and at an end agree with the text's last ones.
    ///
    /// - Parameters:
    ///   - end: An occurrence of the text's last token.
    ///   - text: The text.
    ///   - most: No more than so many are compared.
    /// - Returns: At least 1, unless there is no occurrence.
    func agreeing(at end: Int, with text: [Token], most: Int) -> Int {
        var count = 0
        while count < min(most, end + 1) && text[end - count] == text[text.count - 1 - count] { count += 1 }
        return count
    }

    /// Where the run at the text's end last ended before.
    mutating func lastEnd(ofRunAtEndOf text: [Token], length: Int) -> Int? {
        visited = 0
        guard text.count > length else { return nil }
        let key = Self.hash(text, text.count - 1, length)
        return confirmed(lastEnds[length - lengths.lowerBound][key] ?? -1, text, length)
    }

    /// Where that run ended before an earlier occurrence of it.
    mutating func endBefore(_ end: Int, of text: [Token], length: Int) -> Int? {
        confirmed(earlierEnds[length - lengths.lowerBound][end], text, length)
    }

    /// The first end along a chain where the text's last run truly stands.
    private mutating func confirmed(_ start: Int32, _ text: [Token], _ length: Int) -> Int? {
        var end = Int(start)
        while end >= 0 && visited < Self.mostVisited {
            visited += 1
            if (0..<length).allSatisfy({ text[end - $0] == text[text.count - 1 - $0] }) { return end }
            end = Int(earlierEnds[length - lengths.lowerBound][end])
        }
        return nil
    }

    /// A hash of the tokens of a run.
    private static func hash(_ text: [Token], _ end: Int, _ length: Int) -> UInt64 {
        var hash = ContentHash()
        for place in (end + 1 - length)...end { hash.combine(word: UInt64(truncatingIfNeeded: text[place])) }
        return hash.value
    }
}
