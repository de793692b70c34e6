public import Speculation

/// A tree of the same shape in every round, given as a list of rank paths.
///
/// Medusa (Cai et al. 2024, arXiv 2401.10774) and EAGLE-1 (Li et al. 2024, arXiv 2401.15077) choose the shape once,
/// from how often each rank at each depth was accepted on sample text. The tree then needs no probabilities in use.
/// Where the draft has fewer children than the list asks for, that part of the tree is missing.
public struct StaticTree: TreeBuilder, Plugin {
    /// The word that strategy files use.
    public static let name = "static"

    /// What `espalier plugins` says of it.
    public static let summary = "The same shape every round, a list of rank paths (Medusa, EAGLE-1)."

    private var shape: RankedShape

    /// The nodes, in the order in which they are grown.
    public var paths: [RankPath] { shape.paths }

    /// Makes a builder.
    ///
    /// - Parameter paths: At least one path; distinct, and with each path its parent.
    public init(paths: [RankPath]) { shape = RankedShape(paths) }

    /// It arranges whatever a draft proposes in a fixed order.
    public var traits: TreeTraits { shape.traits }

    /// The nodes of the deepest level that have listed children, each for as many as its largest listed rank needs.
    public mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        shape.nextFrontier(of: tree)
    }

    /// The listed nodes alone: growing rank 3 brings ranks 0 to 2 along.
    public mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree { shape.prune(tree) }
}
