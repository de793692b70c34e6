public import Speculation

/// The tree of the largest expected acceptance under a budget, for a draft whose children are accepted by rank.
///
/// Sequoia (Chen et al. 2024, arXiv 2402.12374). How often the target accepts a node's first, second, … child is measured once
/// (`espalier calibrate` tells it); a node is then worth the product of the shares on its path, and a dynamic programme finds
/// the best tree. The shape never depends on tokens, so it suits drawn children too, whose siblings are tried in turn: there
/// a rank's share is that of its child being accepted after those before it were refused.
public struct SequoiaTree: TreeBuilder, Plugin {
    /// The word that strategy files use.
    public static let name = "sequoia"

    /// What `espalier plugins` says of it.
    public static let summary =
        "The best shape for a measured acceptance by rank, by a dynamic programme (arXiv 2402.12374)."

    private var shape: RankedShape

    /// The nodes, in the order in which they are grown.
    public var paths: [RankPath] { shape.paths }

    /// Makes a builder.
    ///
    /// - Parameters:
    ///   - profile: The share of nodes whose child of each rank is accepted, first child first, each in [0, 1].
    ///   - totalTokens: The most drafted nodes, at least 1.
    ///   - depth: The longest drafted path, at least 1.
    public init(profile: [Double] = [0.6, 0.15, 0.06, 0.03], totalTokens: Int = 32, depth: Int = 8) {
        precondition(!profile.isEmpty && totalTokens >= 1 && depth >= 1, "a Sequoia tree with nothing in it")
        shape = RankedShape(ShapeProgramme(profile, depth: depth).bestTree(of: totalTokens))
    }

    /// The most ranks that a profile tells of.
    private static let mostRanks = 64

    /// Reads its options.
    public init(from options: inout OptionReader) {
        let profile: [Double] = options.value(
            "profile", type: "list of numbers", range: "", default: nil, standIn: [0.6],
            help: "How often a node's child of each rank is accepted, first child first: calibrate --profile tells it.",
            write: { .list($0.map { OptionValue(.real($0)) }) }, parse: Self.numbers)
        let fault = Self.fault(of: profile)
        if let fault { options.fault("profile", fault) }
        self.init(
            profile: fault == nil ? profile : [0.6],
            totalTokens: options.integer(
                "total_tokens", default: 32, in: 1...256, help: "Drafted nodes, without the root."),
            depth: options.integer("depth", default: 8, in: 1...32, help: "Longest drafted path."))
    }

    /// What is wrong with a profile; nil for nothing.
    private static func fault(of profile: [Double]) -> String? {
        if !(1...mostRanks ~= profile.count) {
            return "profile has \(profile.count.counting("rank")), not 1 to \(mostRanks)"
        }
        if let share = profile.first(where: { !(0...1 ~= $0) }) {
            return "profile has a share of \(share), not in 0...1"
        }
        let sum = profile.reduce(0, +)
        return sum > 1 + 1e-6 ? "profile sums to \(sum): of a node's children one at most is accepted" : nil
    }

    private static func numbers(_ given: OptionValue) -> [Double]? {
        guard case .list(let elements) = given.content else { return nil }
        let numbers = elements.compactMap { element -> Double? in
            switch element.content {
            case .integer(let number): Double(number)
            case .real(let number): number
            default: nil
            }
        }
        return numbers.count == elements.count ? numbers : nil
    }

    /// It arranges any draft's children by the order proposed.
    public var traits: TreeTraits { shape.traits }

    /// The nodes of the deepest level that have children in the shape.
    public mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        shape.nextFrontier(of: tree)
    }

    /// The shape's nodes.
    public mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree { shape.prune(tree) }
}
