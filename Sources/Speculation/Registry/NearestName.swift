/// Finds the known name that a mistyped one probably means.
public enum NearestName {
    /// The known name with the smallest edit distance, if that is small for the length of the word; else one that the
    /// word abbreviates or extends.
    ///
    /// - Parameters:
    ///   - word: What was written.
    ///   - known: What is valid.
    /// - Returns: The likely name, or nil when none is near.
    public static func of(_ word: String, among known: [String]) -> String? {
        guard !word.isEmpty else { return nil }
        let (lowered, length) = (word.lowercased(), word.count)
        let most = max(2, length / 3)
        // Words of very different lengths are not measured: one of them may be as long as a file.
        let near = known.filter { abs($0.count - length) <= most }.map {
            (name: $0, distance: distance(lowered, $0.lowercased()))
        }
        if let best = near.min(by: { $0.distance < $1.distance }), best.distance <= most { return best.name }
        return known.first { $0.hasPrefix(word) || word.hasPrefix($0) }
    }

    /// A clause such as "; did you mean 'dynamic'?", or nothing; then all names if there are few.
    ///
    /// - Parameters:
    ///   - word: What was written.
    ///   - known: What is valid.
    /// - Returns: Text to append to a sentence that lacks its full stop.
    public static func hint(for word: String, among known: [String]) -> String {
        suggestion(for: word, among: known) + (known.isEmpty ? "" : " (known: \(known.joined(separator: ", ")))")
    }

    /// A clause such as "; did you mean 'dynamic'?", or nothing where no name is near.
    ///
    /// - Parameters:
    ///   - word: What was written.
    ///   - known: What is valid.
    /// - Returns: Text to append to a sentence that lacks its full stop.
    public static func suggestion(for word: String, among known: [String]) -> String {
        of(word, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// The Damerau-Levenshtein distance (adjacent transpositions count once) between two words.
    static func distance(_ first: String, _ second: String) -> Int {
        let left = Array(first)
        let right = Array(second)
        var rows = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
        for row in 0...left.count { rows[row][0] = row }
        for column in 0...right.count { rows[0][column] = column }
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        for row in 1...left.count {
            for column in 1...right.count {
                let same = left[row - 1] == right[column - 1]
                var best = min(rows[row - 1][column] + 1, rows[row][column - 1] + 1)
                best = min(best, rows[row - 1][column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    best = min(best, rows[row - 2][column - 2] + 1)
                }
                rows[row][column] = best
            }
        }
        return rows[left.count][right.count]
    }
}
