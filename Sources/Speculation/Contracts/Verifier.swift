/// Decides which of a tree's candidates the target model would have produced itself.
///
/// A verifier is lossless when the tokens it emits follow exactly the target's distribution, whatever the draft
/// proposed. It sees all rows at once, so rules that go from leaf to root (traversal and block verification) fit as
/// well as those that descend. A sequence judges with a copy of its own, which may keep room for its reckoning; a verdict
/// follows from the arguments alone.
public protocol Verifier: Sendable {
    /// Its promise, and for which drafts it holds.
    var traits: VerifierTraits { get }

    /// Judges one tree.
    ///
    /// - Parameters:
    ///   - tree: The candidates. Node 0 is the last token already emitted.
    ///   - scores: The target's logits; row *i* is what follows node *i*.
    ///   - sampling: Defines the distribution that the emitted tokens shall follow.
    ///   - random: The only source of chance: the same state gives the same verdict.
    /// - Returns: The accepted path below the root, possibly empty, and the one bonus token after it.
    mutating func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using random: inout SeededRandom
    ) -> Verdict
}

/// A verifier's promise, and for which drafts it holds.
public struct VerifierTraits: Sendable, Hashable {
    /// What the emitted tokens follow.
    public var guarantee: Guarantee

    /// The draw modes for which that is proven.
    public var draws: Set<DrawMode>

    /// Describes a verifier.
    ///
    /// - Parameters:
    ///   - guarantee: What the emitted tokens follow.
    ///   - draws: The draw modes for which that is proven.
    public init(guarantee: Guarantee, draws: Set<DrawMode>) {
        self.guarantee = guarantee
        self.draws = draws
    }
}
