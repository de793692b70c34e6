import Foundation
public import Speculation

/// The tree of the largest expected acceptance under a budget of nodes, grown for as long as a level adds to it.
///
/// OPT-Tree (Wang et al. 2024, arXiv 2406.17276). The expected number of accepted tokens is taken to be the sum of the nodes'
/// path probabilities, as the draft gives them; under it the best tree of n nodes is the n most probable ones. Each level grows
/// the n best nodes of the one before, and growth ends with the first level that lifts the sum of the n best of all by no more
/// than a threshold. On a one-pass draft (Medusa) the probabilities are products of the depths' own distributions.
///
/// Where `dynamic` grows a fixed number of levels, this stops where the draft is unsure: every level costs a pass of it.
public struct OptTree: TreeBuilder, Plugin {
    /// The word that strategy files use.
    public static let name = "opt-tree"

    /// What `espalier plugins` says of it.
    public static let summary =
        "The most probable nodes under a budget, grown while a level adds enough (arXiv 2406.17276)."

    /// The longest drafted path.
    public let depth: Int

    /// How many drafted nodes are kept, without the root; so many of each level are grown.
    public let totalTokens: Int

    /// What a level must add to the expected number of accepted tokens for another to be grown.
    public let threshold: Double

    // Made anew in every round, in the same memory.
    private var ranking = RankedNodes()
    private var grown = Frontier()
    private var kept = TokenTree(root: 0)

    /// The expected number of accepted tokens of the tree before its deepest level.
    private var expected = 0.0

    /// Makes a builder.
    ///
    /// - Parameters:
    ///   - depth: The longest drafted path, at least 1.
    ///   - totalTokens: How many drafted nodes are kept, without the root, at least 1.
    ///   - threshold: What a level must add to the expected number of accepted tokens for another to be grown, at least 0.
    public init(depth: Int = 10, totalTokens: Int = 60, threshold: Double = 0.5) {
        precondition(depth >= 1 && totalTokens >= 1 && threshold >= 0, "an OPT-Tree with nothing in it")
        self.depth = depth
        self.totalTokens = totalTokens
        self.threshold = threshold
    }

    /// Reads its options.
    public init(from options: inout OptionReader) {
        self.init(
            depth: options.integer("depth", default: 10, in: 1...64, help: "Longest drafted path."),
            totalTokens: options.integer(
                "total_tokens", default: 60, in: 1...256,
                help: "Drafted nodes kept for scoring, without the root; so many of each level are grown."),
            threshold: options.number(
                "threshold", default: 0.5, in: 0...64,
                help: "What a level must add to the expected number of accepted tokens for another to be grown."))
    }

    /// It ranks by probability, so children must be the most probable tokens.
    public var traits: TreeTraits {
        TreeTraits(
            draws: DrawMode.deterministic, needsProbabilities: true, maximumDepth: depth, maximumNodes: totalTokens)
    }

    /// The best nodes of the deepest level, unless it added too little.
    public mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        grown.removeAll()
        if tree.deepest == 0 {
            expected = 0
            grown.append(0, width: totalTokens)
            return grown
        }
        guard tree.deepest < depth else { return nil }
        ranking.rankAll(of: tree)
        ranking.select(totalTokens)
        let sum = ranking.best.reduce(0) { $0 + exp(Double(tree.scores[$1])) }
        guard sum - expected > threshold else { return nil }
        expected = sum
        // A node outside the n best has no child among them.
        for node in ranking.best where tree.depths[node] == tree.deepest {
            grown.append(node, width: width(of: node, in: tree))
        }
        return grown.nodes.isEmpty ? nil : grown
    }

    /// How many children of a node can be among the n best of a tree whose n best are known: the r-th best child has at most an
    /// r-th of its parent's probability.
    private func width(of node: Int, in tree: TokenTree) -> Int {
        guard ranking.best.count == totalTokens, let last = ranking.best.last else { return totalTokens }
        let ratio = exp(Double(tree.scores[node] - tree.scores[last]))
        return min(totalTokens, max(1, Int(min(ratio, Double(totalTokens)))))
    }

    /// The best nodes of all levels, in the order in which they were grown.
    public mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree {
        ranking.best(totalTokens, of: tree, in: &kept)
    }
}
