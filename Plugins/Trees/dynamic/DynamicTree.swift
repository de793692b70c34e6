public import Speculation

/// EAGLE-2's tree, whose shape follows the draft's confidence in each round.
///
/// A node's score is the draft's log-probability of its whole path, an estimate of the chance that the target accepts
/// it (Li et al. 2024, arXiv 2406.16858; EAGLE-3 keeps it unchanged). Expansion grows the best `topK` nodes of each
/// level, which gives a pool of candidates much larger than what is worth scoring; re-ranking then keeps the best
/// `totalTokens` of the pool whatever their level.
///
/// EAGLE's own options count differently: its `total_tokens` includes the root and is one more than ours, and its
/// `depth` counts expansions after the first and is one less than ours.
///
/// Ties go to the lower node number. A parent's number is the lower one and its score is no less, so no node is ever
/// selected without its parent.
public struct DynamicTree: TreeBuilder, Plugin {
    /// The word that strategy files use.
    public static let name = "dynamic"

    /// What `espalier plugins` says of it.
    public static let summary = "The most probable nodes, grown level by level and re-ranked (EAGLE-2)."

    /// The longest drafted path.
    public let depth: Int

    /// How many nodes of each level are grown, and how many children each gets.
    public let topK: Int

    /// How many drafted nodes are kept, without the root.
    public let totalTokens: Int

    // Made anew in every round, in the same memory.
    private var ranking = RankedNodes()
    private var grown = Frontier()
    private var kept = TokenTree(root: 0)

    /// Makes a builder.
    ///
    /// - Parameters:
    ///   - depth: The longest drafted path, at least 1.
    ///   - topK: How many nodes of each level are grown, and how many children each gets, at least 1.
    ///   - totalTokens: How many drafted nodes are kept, without the root, at least 1.
    public init(depth: Int = 8, topK: Int = 10, totalTokens: Int = 60) {
        precondition(depth >= 1 && topK >= 1 && totalTokens >= 1, "a dynamic tree with nothing in it")
        self.depth = depth
        self.topK = topK
        self.totalTokens = totalTokens
    }

    /// How many candidates expansion can find: `topK` below the root, then `topK`² on each further level.
    public var poolSize: Int { topK + (depth - 1) * topK * topK }

    /// It ranks by probability, so children must be the most probable tokens.
    public var traits: TreeTraits {
        TreeTraits(
            draws: DrawMode.deterministic, needsProbabilities: true, maximumDepth: depth, maximumNodes: totalTokens)
    }

    /// The best nodes of the deepest level, best first.
    public mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        guard tree.deepest < depth else { return nil }
        grown.removeAll()
        if tree.deepest == 0 {
            grown.append(0, width: topK)
        } else {
            ranking.rankDeepestLevel(of: tree)
            ranking.select(topK)
            for node in ranking.best { grown.append(node, width: topK) }
        }
        return grown
    }

    /// The best nodes of all levels, in the order in which they were grown.
    public mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree {
        ranking.best(totalTokens, of: tree, in: &kept)
    }
}
