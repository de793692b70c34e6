/// A tree of the same shape in every round, for builders that choose a shape once: given as rank paths.
///
/// A node is grown when the list names one of its children, and kept when the list names it. Where the draft has fewer
/// children than the list asks for, that part of the tree is missing.
public struct RankedShape: Sendable {
    /// The nodes, in the order in which they are grown.
    public let paths: [RankPath]

    private let trie: RankTrie

    // Made anew in every round, in the same memory.
    private var places: [Int] = []
    private var grown = Frontier()
    private var listed: [Int] = []
    private var kept = TokenTree(root: 0)

    /// Makes a shape.
    ///
    /// - Parameter paths: At least one path; distinct, and with each path its parent.
    public init(_ paths: [RankPath]) {
        precondition(!paths.isEmpty, "a shape without a path")
        self.paths = paths.sorted()
        trie = RankTrie(self.paths)
    }

    /// It arranges any draft's candidates by the order proposed; those drawn without replacement if it skips no rank.
    public var traits: TreeTraits {
        let depth = paths.last?.ranks.count ?? 0
        return TreeTraits(
            draws: trie.skipsRanks ? DrawMode.deterministic.union([.independent]) : Set(DrawMode.allCases),
            needsProbabilities: false, maximumDepth: depth, maximumNodes: paths.count, isChain: paths.count == depth)
    }

    /// The nodes of the deepest level that have listed children, each for as many as its largest listed rank needs.
    ///
    /// - Parameter tree: The tree grown so far.
    /// - Returns: Nil when it is grown.
    public mutating func nextFrontier(of tree: TokenTree) -> Frontier? {
        trie.findPlaces(in: tree, into: &places)
        grown.removeAll()
        for node in 0..<tree.count where tree.depths[node] == tree.deepest {
            let place = places[node]
            if place >= 0 && trie.widths[place] > 0 { grown.append(node, width: trie.widths[place]) }
        }
        return grown.nodes.isEmpty ? nil : grown
    }

    /// The listed nodes alone: growing rank 3 brings ranks 0 to 2 along.
    ///
    /// - Parameter tree: The tree as grown.
    /// - Returns: The part that is worth scoring.
    public mutating func prune(_ tree: TokenTree) -> TokenTree {
        trie.findPlaces(in: tree, into: &places)
        listed.removeAll(keepingCapacity: true)
        for node in 1..<max(tree.count, 1) where places[node] >= 0 { listed.append(node) }
        if listed.count == tree.draftedCount { return tree }
        kept.assign(tree, keeping: listed)
        return kept
    }
}
