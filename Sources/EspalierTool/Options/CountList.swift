import ArgumentParser

/// Reads counts on the command line, separated by commas.
enum CountList {
    /// Reads counts of a range.
    static func of(_ range: ClosedRange<Int>) -> @Sendable (String) throws -> [Int] {
        { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            let counts = parts.compactMap { Int($0) }.filter(range.contains)
            guard counts.count == parts.count else {
                throw ValidationError(
                    "they must be integers in \(range.lowerBound)...\(range.upperBound), separated by commas")
            }
            return counts
        }
    }
}
