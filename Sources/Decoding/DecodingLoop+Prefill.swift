public import Speculation

extension DecodingLoop {
    /// Prompts are read in pieces of this many tokens, so that what is made of each for a draft does not grow with them.
    private static let tokensOfPiece = 512

    /// Reads what is not held of the prompt, in target and draft, and emits the target's first token.
    mutating func prefill() throws {
        clock.restart()
        if let end = draft?.end, end < heldCount {
            try announce(prompt[end..<heldCount], next: prompt[heldCount], features: nil)
        }
        var start = heldCount
        target.expect(prompt.count - start)
        while true {
            let piece = prompt[start..<min(start + Self.tokensOfPiece, prompt.count)]
            let read = try target.append(Array(piece))
            clock.lap(\.target)
            start = piece.endIndex
            if start < prompt.count {
                try announce(piece, next: prompt[start], features: read.features)
                continue
            }
            let first = sampling.draw(from: answer.adjust(read.scores).row(0), using: &random)
            clock.lap(\.verify)
            emit(first, after: 0, of: read.scores)
            try announce(piece, next: first, features: read.features)
            break
        }
        prefillSeconds = clock.seconds
    }

    /// Tells the draft of a part of the prompt.
    private mutating func announce(
        _ tokens: ArraySlice<Token>, next: Token, features: (any TargetFeatures)?
    ) throws {
        guard draft != nil else { return }
        try draft?.commit(Commitment(tokens: Array(tokens), next: next, features: features, round: nil))
        clock.lap(\.draft)
    }

    /// Appends a token unless the sequence has ended, and ends it where the token, its text or a limit does.
    ///
    /// - Parameters:
    ///   - token: What the target chose.
    ///   - row: After which row of the scores.
    ///   - scores: The target's own, before any rule.
    /// - Returns: How many tokens were emitted, 1 or 0.
    @discardableResult
    mutating func emit(_ token: Token, after row: Int, of scores: TreeScores) -> Int {
        guard answer.append(token) else { return 0 }
        if let notedTokens {
            logProbabilities.append(TokenLogProbabilities(of: token, in: scores.row(row), best: notedTokens))
        }
        return 1
    }
}

/// Why a prompt cannot be decoded.
public enum DecodingError: Error, CustomStringConvertible, Equatable {
    /// The prompt holds no token.
    case emptyPrompt

    /// The prompt fills the context: no new token would fit.
    case promptTooLong(tokens: Int, limit: Int)

    /// The prompt holds a token that the target does not know.
    case unknownToken(Token, vocabularySize: Int)

    /// One sentence.
    public var description: String {
        switch self {
        case .emptyPrompt: "the prompt is empty: decoding needs at least one token"
        case .promptTooLong(let tokens, let limit):
            "the prompt has \(tokens.counting("token")), and the target's context holds \(limit) with the answer"
        case .unknownToken(let token, let size):
            "the prompt's token \(token) is outside the vocabulary of \(size)"
        }
    }
}
