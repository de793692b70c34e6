/// What a draft may know of a sequence that begins: how its target's tokens are drawn, and how far it may go.
public struct DraftBeginning: Sendable {
    /// How tokens are drawn from the target.
    public var sampling: SamplingRule

    /// The draft's own source of chance, independent of the verifier's.
    public var random: SeededRandom

    /// The largest number of tokens that the sequence may come to emit.
    public var maximumNewTokens: Int

    /// Describes a beginning.
    ///
    /// - Parameters:
    ///   - sampling: How tokens are drawn from the target; greedily unless given.
    ///   - random: The draft's own source of chance.
    ///   - maximumNewTokens: The largest number of tokens that the sequence may come to emit.
    public init(
        sampling: SamplingRule = SamplingRule(), random: SeededRandom = SeededRandom(seed: 0),
        maximumNewTokens: Int = .max
    ) {
        self.sampling = sampling
        self.random = random
        self.maximumNewTokens = maximumNewTokens
    }
}
