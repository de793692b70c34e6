public import Speculation

/// Judges a drawn tree from its leaves upwards, so that a refused leaf leaves something to its whole path.
///
/// Traversal verification (Weng et al. 2025, arXiv 2505.12398). Every node carries the share P of its path that the target
/// wants: 1 at the root, min(1, P(parent) b(x) / d(x)) below, with b and d as in ``/Speculation/RecursiveRejection``. The first
/// leaf, depth first in the order drawn, is accepted with its share; a refused one is taken away, its parent's b becomes
/// (P b - d)+ over its sum S, and its parent's share S / (S + 1 - P). A node that has lost all its children is a leaf. The
/// bonus is drawn from the accepted node's b. It accepts at least as much as descending does, and on a chain of independent
/// draws about what block verification does. At temperature 0 it is the greedy rule.
public struct TraversalVerifier: Verifier, Plugin {
    /// The word that strategy files use.
    public static let name = "traversal"

    /// What `espalier plugins` says of it.
    public static let summary = "Judges a drawn tree from its leaves upwards; exact (arXiv 2505.12398)."

    /// Exact at any temperature, for children that were drawn.
    public let traits = VerifierTraits(guarantee: .exact, draws: [.independent, .withoutReplacement])

    /// Makes the verifier.
    public init() {}

    /// Makes the verifier, which has no options.
    public init(from options: inout OptionReader) {}

    /// Tries leaf after leaf.
    public func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        if sampling.isGreedy { return tree.greedyDescent(by: scores) }
        return judge(tree, using: &chance) { sampling.distribution(of: scores.row($0)) }
    }

    /// Judges at temperatures above 0, given the target's warped distribution after each node.
    package func judge(
        _ tree: TokenTree, using chance: inout some Chance, distribution: (_ node: Int) -> [Double]
    ) -> Verdict {
        var leaves = LeafTraversal(of: tree, distribution)
        while leaves.current != 0 {
            if chance.happens(with: leaves.share) { break }
            leaves.refuse(distribution)
        }
        return Verdict(lastAccepted: leaves.current, bonus: chance.index(weightedBy: leaves.bonus(distribution)))
    }
}
