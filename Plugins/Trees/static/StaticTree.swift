public import Speculation

/// A tree of the same shape in every round, given as a list of rank paths.
///
/// Medusa (Cai et al. 2024, arXiv 2401.10774) and EAGLE-1 (Li et al. 2024, arXiv 2401.15077) choose the shape once,
/// from how often each rank at each depth was accepted on sample text. The tree then needs no probabilities in use:
/// a node is grown when the list names one of its children, and kept when the list names it. Where the draft has
/// fewer children than the list asks for, that part of the tree is missing.
public struct StaticTree: TreeBuilder, Plugin {
    /// The word that strategy files use.
    public static let name = "static"

    /// What `espalier plugins` says of it.
    public static let summary = "The same shape every round, a list of rank paths (Medusa, EAGLE-1)."

    /// The nodes, in the order in which they are grown.
    public let paths: [RankPath]

    private let shape: RankTrie

    // Made anew in every round, in the same memory.
    private var places: [Int] = []
    private var grown = Frontier()
    private var listed: [Int] = []
    private var kept = TokenTree(root: 0)

    /// Makes a builder.
    ///
    /// - Parameter paths: At least one path; distinct, and with each path its parent.
    public init(paths: [RankPath]) {
        precondition(!paths.isEmpty, "a static tree without a path")
        let ordered = paths.sorted()
        self.paths = ordered
        shape = RankTrie(ordered)
    }

    /// It arranges any draft's candidates by the order proposed; those drawn without replacement if it skips no rank.
    public var traits: TreeTraits {
        let depth = paths.last?.ranks.count ?? 0
        return TreeTraits(
            draws: shape.skipsRanks ? DrawMode.deterministic.union([.independent]) : Set(DrawMode.allCases),
            needsProbabilities: false, maximumDepth: depth, maximumNodes: paths.count, isChain: paths.count == depth)
    }

    /// The nodes of the deepest level that have listed children, each for as many as its largest listed rank needs.
    public mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        shape.findPlaces(in: tree, into: &places)
        grown.removeAll()
        for node in 0..<tree.count where tree.depths[node] == tree.deepest {
            let place = places[node]
            if place >= 0 && shape.widths[place] > 0 { grown.append(node, width: shape.widths[place]) }
        }
        return grown.nodes.isEmpty ? nil : grown
    }

    /// The listed nodes alone: growing rank 3 brings ranks 0 to 2 along.
    public mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree {
        shape.findPlaces(in: tree, into: &places)
        listed.removeAll(keepingCapacity: true)
        for node in 1..<max(tree.count, 1) where places[node] >= 0 { listed.append(node) }
        if listed.count == tree.draftedCount { return tree }
        kept.assign(tree, keeping: listed)
        return kept
    }
}
