public import Speculation

/// One answer that is asked for: the prompt, how tokens are drawn, where to stop, and where chance starts.
public struct DecodingRequest: Sendable {
    /// At least one token, fewer than the target's context.
    public var prompt: [Token]

    /// How tokens are drawn and where the answer ends.
    public var rules: DecodingRules

    /// The request's own and only source of chance, so that no result depends on other requests.
    public var random: SeededRandom

    /// How many of the most probable tokens are noted, with their log-probabilities, beside each emitted one
    /// (``DecodingLoop/logProbabilities``); nil for no log-probabilities at all.
    public var logProbabilities: Int?

    /// States a request.
    ///
    /// - Parameters:
    ///   - prompt: At least one token, fewer than the target's context.
    ///   - rules: How tokens are drawn and where the answer ends.
    ///   - random: The only source of chance.
    ///   - logProbabilities: How many of the most probable tokens are noted beside each emitted one; nil for none.
    public init(
        prompt: [Token], rules: DecodingRules, random: SeededRandom, logProbabilities: Int? = nil
    ) {
        self.prompt = prompt
        self.rules = rules
        self.random = random
        self.logProbabilities = logProbabilities
    }

    /// Refuses a prompt that a target cannot read.
    ///
    /// - Throws: ``DecodingError`` if it is empty, too long, or holds a token that there is not.
    public func check(for target: any Target) throws(DecodingError) {
        guard !prompt.isEmpty else { throw .emptyPrompt }
        guard prompt.count < target.contextLimit else {
            throw .promptTooLong(tokens: prompt.count, limit: target.contextLimit)
        }
        if let token = prompt.first(where: { !(0..<target.vocabularySize).contains($0) }) {
            throw .unknownToken(token, vocabularySize: target.vocabularySize)
        }
    }
}
