public import Speculation

/// Everything that the draft proposes, level by level.
///
/// For drafts that choose their own shape: fragments of a retrieval (REST), n-grams and the window of lookahead decoding. Where
/// there is more than may be scored, the first levels stay.
public struct FullTree: TreeBuilder, Plugin {
    /// The word that strategy files use.
    public static let name = "full"

    /// What `espalier plugins` says of it.
    public static let summary =
        "Everything that the draft proposes, for drafts that choose their own shape (REST, lookahead)."

    /// The longest drafted path.
    public let depth: Int

    /// How many children a node may have.
    public let topK: Int

    /// The most drafted nodes, without the root.
    public let totalTokens: Int

    private var grown = Frontier()
    private var kept = TokenTree(root: 0)

    /// Makes a builder.
    ///
    /// - Parameters:
    ///   - depth: The longest drafted path, at least 1.
    ///   - topK: How many children a node may have, at least 1.
    ///   - totalTokens: The most drafted nodes, without the root, at least 1.
    public init(depth: Int = 32, topK: Int = 32, totalTokens: Int = 128) {
        precondition(depth >= 1 && topK >= 1 && totalTokens >= 1, "a full tree with nothing in it")
        self.depth = depth
        self.topK = topK
        self.totalTokens = totalTokens
    }

    /// Reads its options.
    public init(from options: inout OptionReader) {
        self.init(
            depth: options.integer("depth", default: 32, in: 1...64, help: "Longest drafted path."),
            topK: options.integer("top_k", default: 32, in: 1...256, help: "How many children a node may have."),
            totalTokens: options.integer(
                "total_tokens", default: 128, in: 1...1024, help: "The most drafted nodes, without the root."))
    }

    /// It takes whatever is found; drafts that have any number of children to propose would fill it with them.
    public var traits: TreeTraits {
        TreeTraits(
            draws: [.retrieved], needsProbabilities: false, maximumDepth: depth, maximumNodes: totalTokens)
    }

    /// The nodes of the deepest level, unless there are as many as may be scored.
    public mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        guard tree.deepest < depth, tree.draftedCount < totalTokens else { return nil }
        grown.removeAll()
        for node in 0..<tree.count where tree.depths[node] == tree.deepest { grown.append(node, width: topK) }
        return grown
    }

    /// The first so many nodes.
    public mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree {
        guard tree.draftedCount > totalTokens else { return tree }
        kept.assign(tree, keeping: Array(1...totalTokens))
        return kept
    }
}
