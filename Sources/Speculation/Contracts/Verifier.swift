/// Decides which of a tree's candidates the target model would have produced itself.
///
/// A verifier is lossless when the tokens it emits follow exactly the target's distribution, whatever the draft
/// proposed. It sees all rows at once, so rules that go from leaf to root (traversal and block verification) fit as
/// well as those that descend. A sequence judges with a copy of its own, which may keep buffers for its work; a verdict
/// follows from the arguments alone.
public protocol Verifier: Sendable {
    /// Its promise, and for which drafts it holds.
    var traits: VerifierTraits { get }

    /// Judges one tree.
    ///
    /// - Parameters:
    ///   - tree: The candidates. Node 0 is the last token already emitted.
    ///   - scores: What follows each node: row *i* is the target's logits after node *i*, with the request's bias and
    ///     penalties already applied along the node's own path. The logit of a token that must not come is minus infinity.
    ///   - sampling: Turns a row into the distribution that the emitted tokens shall follow.
    ///   - chance: The only source of chance: the same state gives the same verdict.
    /// - Returns: The accepted path below the root, possibly empty, and the one bonus token after it.
    mutating func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict
}

/// A verifier's promise, and for which drafts it holds.
public struct VerifierTraits: Sendable, Hashable {
    /// What the emitted tokens follow.
    public var guarantee: Guarantee

    /// The draw modes for which that is proven.
    public var draws: Set<DrawMode>

    /// Whether it judges single paths only.
    public var needsChain: Bool

    /// Describes a verifier.
    ///
    /// - Parameters:
    ///   - guarantee: What the emitted tokens follow.
    ///   - draws: The draw modes for which that is proven.
    ///   - needsChain: Whether it judges single paths only.
    public init(guarantee: Guarantee, draws: Set<DrawMode>, needsChain: Bool = false) {
        self.guarantee = guarantee
        self.draws = draws
        self.needsChain = needsChain
    }
}
