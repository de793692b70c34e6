import Speculation

extension DecodingLoop {
    /// Reads the prompt in target and draft, and emits the target's first token.
    mutating func prefill(_ prompt: [Token]) throws {
        guard !prompt.isEmpty else { throw DecodingError.emptyPrompt }
        guard prompt.count < contextLimit else {
            throw DecodingError.promptTooLong(tokens: prompt.count, limit: contextLimit)
        }
        clock.restart()
        let read = try target.append(prompt)
        clock.lap(\.target)
        let first = engine.sampling.draw(from: read.scores.row(0), using: &random)
        clock.lap(\.verify)
        emit(first)
        if finish == nil {
            try draft?.commit(Commitment(tokens: prompt, next: first, features: read.features, round: nil))
        }
        clock.lap(\.draft)
        prefillSeconds = clock.seconds
    }

    /// Appends a token unless the sequence has ended, and ends it where the token or a limit does.
    ///
    /// - Returns: How many tokens were emitted, 1 or 0.
    @discardableResult
    mutating func emit(_ token: Token) -> Int {
        guard finish == nil else { return 0 }
        emitted.append(token)
        if limits.stopTokens.contains(token) {
            finish = .stopToken
        } else if emitted.count >= limits.maximumNewTokens {
            finish = .maximumNewTokens
        } else if promptCount + emitted.count >= contextLimit {
            finish = .contextLimit
        }
        return 1
    }
}

/// Why a prompt cannot be decoded.
public enum DecodingError: Error, CustomStringConvertible, Equatable {
    /// The prompt holds no token.
    case emptyPrompt

    /// The prompt leaves no room for a single new token.
    case promptTooLong(tokens: Int, limit: Int)

    /// One sentence.
    public var description: String {
        switch self {
        case .emptyPrompt: "the prompt is empty: decoding needs at least one token"
        case .promptTooLong(let tokens, let limit):
            "the prompt has \(tokens) tokens, and the target's context holds \(limit) with the answer"
        }
    }
}
