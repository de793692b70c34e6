public import Decoding
public import Speculation

/// How often a node's child of each rank is accepted, first child first: what Sequoia's tree is made for.
///
/// Of children that are drawn, a rank's share is that of its child being accepted after those before it were refused.
public struct AcceptanceProfile: Sendable, Equatable {
    /// How many nodes were looked at: the root of each round, and accepted ones that had children.
    public private(set) var nodes = 0

    /// How many of them had their child of each rank accepted.
    private var accepted: [Int]

    /// Makes a profile of nothing.
    ///
    /// - Parameter ranks: How many children of a node count.
    public init(ranks: Int) { accepted = [Int](repeating: 0, count: ranks) }

    /// The share of nodes whose child of each rank was accepted, `[ranks]`.
    public var shares: [Double] { accepted.map { Double($0) / Double(max(nodes, 1)) } }

    /// Counts a round.
    mutating func note(_ outcome: RoundOutcome) {
        let tree = outcome.tree
        for (place, node) in ([0] + outcome.path).enumerated() where tree.hasChildren(node) {
            nodes += 1
            if place < outcome.path.count { accepted[tree.ranks[outcome.path[place]]] += 1 }
        }
    }
}

extension AcceptanceProfile {
    /// Decodes prompts in trees of many children, and counts which of them are accepted.
    ///
    /// - Parameters:
    ///   - engine: Target, draft and verifier; its builder plays no part.
    ///   - prompts: Token ids.
    ///   - rules: How tokens are drawn, and where answers end.
    ///   - ranks: How many children of a node count.
    ///   - seed: Where the draws begin.
    ///   - onProgress: Hears how many prompts are done; decoding stops where it returns false.
    /// - Returns: The profile of the prompts that were decoded.
    /// - Throws: What target and draft throw.
    public static func measured(
        with engine: DecodingEngine, on prompts: [[Token]], _ rules: DecodingRules, ranks: Int = 8, seed: UInt64,
        onProgress: (Int) -> Bool
    ) throws -> AcceptanceProfile {
        var profile = AcceptanceProfile(ranks: ranks)
        let wide = DecodingEngine(
            target: engine.target, draft: engine.draft, builder: WideTree(ranks: ranks), verifier: engine.verifier)
        for (place, prompt) in prompts.enumerated() where onProgress(place) {
            let request = DecodingRequest(
                prompt: prompt, rules: rules, random: SeededRandom(seed: seed, stream: UInt64(place)))
            var loop = try DecodingLoop(wide, request)
            while loop.finish == nil { profile.note(try loop.observedRound().outcome) }
        }
        return profile
    }
}

/// Many children below the nodes that are accepted most: below the root, its first two, and the first choices beyond.
private struct WideTree: TreeBuilder {
    private var shape: RankedShape

    init(ranks: Int) {
        let grown: [[Int]] = [[], [0], [1], [0, 0], [0, 0, 0]]
        shape = RankedShape(
            grown.filter { $0.allSatisfy { $0 < ranks } }.flatMap { path in (0..<ranks).map { RankPath(path + [$0]) } })
    }

    var traits: TreeTraits { shape.traits }

    mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        shape.nextFrontier(of: tree)
    }

    mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree { shape.prune(tree) }
}
