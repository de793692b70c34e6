/// What a draft may know of a sequence that begins: how its target's tokens are drawn, and how far it may go.
public struct DraftBeginning: Sendable {
    /// How tokens are drawn from the target.
    public var sampling: SamplingRule

    /// The draft's own source of chance, independent of the verifier's.
    public var random: SeededRandom

    /// The largest number of tokens that the sequence may come to emit.
    public var maximumNewTokens: Int

    /// How many tokens the prompt has that follows, for drafts that reserve memory for it.
    public var promptCount: Int

    /// How many slots of a key-value cache to reserve at first: for the prompt, an answer of usual length and a tree.
    public var likelySlots: Int { promptCount + min(maximumNewTokens, 256) + 256 }

    /// Describes a beginning.
    ///
    /// - Parameters:
    ///   - sampling: How tokens are drawn from the target; greedily unless given.
    ///   - random: The draft's own source of chance.
    ///   - maximumNewTokens: The largest number of tokens that the sequence may come to emit.
    ///   - promptCount: How many tokens the prompt has; 0 where it is not known.
    public init(
        sampling: SamplingRule = SamplingRule(), random: SeededRandom = SeededRandom(seed: 0),
        maximumNewTokens: Int = .max, promptCount: Int = 0
    ) {
        self.sampling = sampling
        self.random = random
        self.maximumNewTokens = maximumNewTokens
        self.promptCount = promptCount
    }
}
