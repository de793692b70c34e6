import Foundation
public import Speculation

/// A chain that ends where the draft becomes unsure, since a draft's own confidence tells much of what will be accepted.
///
/// The next token is drafted as long as the last one's probability is at least the threshold; the one that falls below it
/// still stands. That is how transformers' assisted generation stops (`assistant_confidence_threshold`), and the rule of
/// Kangaroo (Liu et al. 2024, arXiv 2404.18911) and of AdaEDL's baseline. Whether a token is drafted follows from those
/// before it alone, so that drawn chains keep their law.
public struct ThresholdTree: TreeBuilder, Plugin {
    /// The word that strategy files use.
    public static let name = "threshold"

    /// What `espalier plugins` says of it.
    public static let summary = "A chain that ends where the draft is unsure (assisted generation, Kangaroo)."

    /// The longest chain.
    public let depth: Int

    /// The probability of a token below which nothing is drafted after it.
    public let threshold: Double

    private let least: Float
    private var end = Frontier()

    /// Makes a builder.
    ///
    /// - Parameters:
    ///   - depth: The longest chain, at least 1.
    ///   - threshold: The probability of a token below which nothing is drafted after it, in [0, 1].
    public init(depth: Int = 20, threshold: Double = 0.4) {
        precondition(depth >= 1 && threshold >= 0, "a chain with nothing in it")
        self.depth = depth
        self.threshold = threshold
        least = Float(log(threshold))
    }

    /// Reads its options; the defaults are those of transformers.
    public init(from options: inout OptionReader) {
        self.init(
            depth: options.integer("depth", default: 20, in: 1...64, help: "Longest chain."),
            threshold: options.number(
                "threshold", default: 0.4, in: 0...1,
                help: "A token of the draft's that is less probable than this is the chain's last."))
    }

    /// It asks for the draft's probability of each token.
    public var traits: TreeTraits {
        TreeTraits(
            draws: Set(DrawMode.allCases), needsProbabilities: true, maximumDepth: depth, maximumNodes: depth,
            isChain: true)
    }

    /// The last node, for one child, as long as the draft is sure of it.
    public mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        let last = tree.count - 1
        guard tree.deepest < depth, last == 0 || (tree.logProbabilities[last] ?? 0) >= least else { return nil }
        end.removeAll()
        end.append(last, width: 1)
        return end
    }
}
