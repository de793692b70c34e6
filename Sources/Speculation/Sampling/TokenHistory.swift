/// Which tokens a prompt holds, and how often an answer has each: what penalties depend on.
///
/// A path of a tree is tried by appending its tokens, and left by removing them in reverse.
public struct TokenHistory: Sendable {
    /// The tokens of prompt and answer, each once, in the order of their first occurrence.
    public private(set) var distinctTokens: [Token] = []

    private var isInPrompt: [Bool]
    private var counts: [Int]

    /// Notes a prompt; the answer is empty.
    ///
    /// - Parameters:
    ///   - prompt: Its tokens.
    ///   - vocabularySize: How many tokens there are.
    /// - Precondition: Every token is one of the vocabulary.
    public init(prompt: [Token], vocabularySize: Int) {
        isInPrompt = [Bool](repeating: false, count: vocabularySize)
        counts = [Int](repeating: 0, count: vocabularySize)
        for token in prompt where !isInPrompt[token] {
            isInPrompt[token] = true
            distinctTokens.append(token)
        }
    }

    /// How often the answer has a token.
    public func count(of token: Token) -> Int { counts[token] }

    /// Adds a token to the answer.
    public mutating func append(_ token: Token) {
        if counts[token] == 0 && !isInPrompt[token] { distinctTokens.append(token) }
        counts[token] += 1
    }

    /// Takes the answer's last token away.
    ///
    /// - Parameter token: What ``append(_:)`` added last.
    public mutating func removeLast(_ token: Token) {
        counts[token] -= 1
        if counts[token] == 0 && !isInPrompt[token] { distinctTokens.removeLast() }
    }
}
