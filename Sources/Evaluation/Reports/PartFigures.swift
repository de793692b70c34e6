/// The figures of what a strategy decoded, or of a part of it: an answer, a prompt, all prompts of a category.
struct PartFigures: Encodable {
    private let counts: GenerationTally

    /// The figures that follow from counts.
    init(_ counts: GenerationTally) { self.counts = counts }

    private enum CodingKeys: String, CodingKey {
        case rounds, drafted, accepted, emitted, tau
        case newTokens = "new_tokens"
        case draftingRounds = "drafting_rounds"
        case wallSeconds = "wall_seconds"
        case tokensPerSecond = "tokens_per_second"
    }

    /// Writes every key, with null for a figure that does not exist.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(counts.rounds, forKey: .rounds)
        try container.encode(counts.draftingRounds, forKey: .draftingRounds)
        try container.encode(counts.drafted, forKey: .drafted)
        try container.encode(counts.accepted, forKey: .accepted)
        try container.encode(counts.emitted, forKey: .emitted)
        try container.encode(counts.newTokens, forKey: .newTokens)
        try container.encode(counts.tau, forKey: .tau)
        try container.encode(counts.wallSeconds, forKey: .wallSeconds)
        try container.encode(counts.tokensPerSecond, forKey: .tokensPerSecond)
    }
}
