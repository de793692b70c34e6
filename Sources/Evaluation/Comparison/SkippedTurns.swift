/// Turns of a prompt that no strategy decoded, because the conversation no longer fitted the target's context.
public struct SkippedTurns: Sendable, Equatable, Encodable {
    /// The prompt's id.
    public let prompt: String

    /// The first turn that was skipped, counted from 1; all later ones were too.
    public let firstTurn: Int

    /// How many turns were skipped.
    public let count: Int

    /// The tokens of the longest conversation that any strategy had come to.
    public let tokens: Int

    /// The target's context.
    public let contextLimit: Int

    /// States what was skipped.
    ///
    /// - Parameters:
    ///   - prompt: The prompt's id.
    ///   - firstTurn: The first turn that was skipped, counted from 1.
    ///   - count: How many turns were skipped.
    ///   - tokens: The tokens of the longest conversation.
    ///   - contextLimit: The target's context.
    public init(prompt: String, firstTurn: Int, count: Int, tokens: Int, contextLimit: Int) {
        self.prompt = prompt
        self.firstTurn = firstTurn
        self.count = count
        self.tokens = tokens
        self.contextLimit = contextLimit
    }

    private enum CodingKeys: String, CodingKey {
        case prompt, count, tokens
        case firstTurn = "first_turn"
        case contextLimit = "context_limit"
    }
}
