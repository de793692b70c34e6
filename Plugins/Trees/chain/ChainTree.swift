public import Speculation

/// A single path: at each step the draft's first choice, and nothing beside it.
///
/// This is the original speculative decoding of Leviathan, Kalman and Matias (2023) and Chen et al. (2023), where a
/// draft runs a few tokens ahead and the target checks them in one pass. It asks for one child at a time and so suits
/// every way of drawing children. It is the shape that engines without tree attention use.
public struct ChainTree: TreeBuilder, Plugin {
    /// The word that strategy files use.
    public static let name = "chain"

    /// What `espalier plugins` says of it.
    public static let summary = "One path of the draft's first choices (Leviathan et al. 2023)."

    /// The longest drafted path.
    public let depth: Int

    private var end = Frontier()

    /// Makes a builder.
    ///
    /// - Parameter depth: The longest drafted path, at least 1.
    public init(depth: Int = 6) {
        precondition(depth >= 1, "a chain of depth \(depth)")
        self.depth = depth
    }

    /// Reads its options.
    public init(from options: inout OptionReader) {
        self.init(
            depth: options.integer(
                "depth", default: 6, in: 1...64, help: "How many tokens to draft, one after the other."))
    }

    /// It arranges any draft's candidates.
    public var traits: TreeTraits {
        TreeTraits(
            draws: Set(DrawMode.allCases), needsProbabilities: false, maximumDepth: depth, maximumNodes: depth,
            isChain: true)
    }

    /// The last node, for one child, until the chain is long enough.
    public mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        guard tree.deepest < depth else { return nil }
        end.removeAll()
        end.append(tree.count - 1, width: 1)
        return end
    }
}
