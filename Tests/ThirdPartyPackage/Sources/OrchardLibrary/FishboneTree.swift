import Speculation

/// The draft's first choices one below the other, and beside each the next best.
///
/// Where the target does not take a first choice, it often takes the second: one more round is saved for a few nodes more.
public struct FishboneTree: TreeBuilder, Plugin {
    /// The word that strategy files use.
    public static let name = "fishbone"

    /// What `espalier plugins` says of it.
    public static let summary = "The draft's first choices, and beside each the next best."

    private let depth: Int
    private let width: Int

    /// Reads its options.
    public init(from options: inout OptionReader) {
        depth = options.integer("depth", default: 4, in: 1...64, help: "The longest drafted path.")
        width = options.integer("width", default: 3, in: 1...64, help: "How many children each first choice gets.")
    }

    /// It ranks nothing itself, but trusts the draft's order, which chance must not have made.
    public var traits: TreeTraits {
        TreeTraits(
            draws: DrawMode.deterministic, needsProbabilities: false, maximumDepth: depth,
            maximumNodes: depth * width)
    }

    /// The first node of the deepest level, until that is deep enough.
    public func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        guard tree.deepest < depth, let end = tree.depths.firstIndex(of: tree.deepest) else { return nil }
        return Frontier([end], width: width)
    }
}
