import ArgumentParser

/// Reads token ids on the command line, separated by commas.
enum TokenList {
    /// Reads ids.
    ///
    /// - Throws: `ValidationError` that says what they must be.
    @Sendable
    static func parse(_ text: String) throws -> [Int] {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let tokens = parts.compactMap { Int($0.trimmingPrefix(while: \.isWhitespace)) }
        guard tokens.count == parts.count, tokens.allSatisfy({ $0 >= 0 }) else {
            throw ValidationError("they must be integers of at least 0, separated by commas, such as 1,2,3")
        }
        return tokens
    }
}
