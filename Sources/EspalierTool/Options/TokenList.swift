import ArgumentParser

/// Token ids on the command line, separated by commas.
struct TokenList: ExpressibleByArgument {
    let tokens: [Int]

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        let tokens = parts.compactMap { Int($0.trimmingPrefix(while: \.isWhitespace)) }
        guard tokens.count == parts.count, tokens.allSatisfy({ $0 >= 0 }) else { return nil }
        self.tokens = tokens
    }
}
