public import Speculation

/// An answer as it grows: its tokens, what the target's rows become for the next one, and what ends it.
public struct GrowingAnswer: Sendable {
    /// The tokens so far.
    public private(set) var tokens: [Token] = []

    /// Why it ended; nil while it grows.
    public private(set) var finish: FinishReason?

    private let limits: DecodingLimits
    /// The largest number of tokens that fit the target's context after the prompt.
    private let room: Int
    private var adjustment: ScoreAdjustment?
    private var text: AnswerText?

    /// Begins an answer.
    ///
    /// - Parameters:
    ///   - request: What is asked for; its prompt's tokens are the vocabulary's.
    ///   - target: Sets the context's limit and the vocabulary.
    public init(to request: DecodingRequest, by target: any Target) {
        limits = request.rules.limits
        room = target.contextLimit - request.prompt.count
        adjustment = ScoreAdjustment(
            request.rules, prompt: request.prompt, vocabularySize: target.vocabularySize)
        text = AnswerText(endingBy: limits)
        tokens.reserveCapacity(max(min(limits.maximumNewTokens, room), 0))
    }

    /// The longest path that could still be emitted with a bonus token after it, 0 where the next token is the last.
    public var remainingDepth: Int { max(min(limits.maximumNewTokens, room) - tokens.count - 1, 0) }

    /// Turns the one row after the answer so far into the one that its next token is drawn from.
    public mutating func adjust(_ scores: TreeScores) -> TreeScores {
        adjustment?.adjust(scores) ?? scores
    }

    /// Turns the rows of a tree, whose root is the answer's last token, into those that tokens are drawn from.
    public mutating func adjust(_ scores: TreeScores, of tree: TokenTree) -> TreeScores {
        adjustment?.adjust(scores, of: tree) ?? scores
    }

    /// Appends a token unless the answer has ended, and ends it where the token, its text or a limit does.
    ///
    /// - Returns: Whether the token has become part of the answer.
    @discardableResult
    public mutating func append(_ token: Token) -> Bool {
        guard finish == nil else { return false }
        tokens.append(token)
        adjustment?.note(token)
        _ = text?.append(token)
        if limits.stopTokens.contains(token) {
            finish = .stopToken
        } else if text?.hasStopped == true {
            finish = .stopString
        } else if tokens.count >= limits.maximumNewTokens {
            finish = .maximumNewTokens
        } else if tokens.count >= room {
            finish = .contextLimit
        }
        return true
    }
}
