public import Speculation

/// Grows a builder's trees with many scripted drafts and reports where it breaks the contract.
///
/// Growth must end by itself and name nodes that exist, each once; pruning must select from what was grown, with every
/// node's parent; the declared limits must hold; and the same rounds must give the same trees.
public struct TreeBuilderConformance: Sendable {
    /// Makes the suite.
    public init() {}

    /// What is wrong with a builder, one sentence each; empty when nothing was found.
    public func faults(of builder: some TreeBuilder) -> [String] {
        var faults: [String] = []
        for draft in Self.drafts(for: builder.traits) {
            var first = builder
            var second = builder
            for round in 0..<3 {
                let root = round % draft.law.vocabularySize
                do {
                    let grown = try grow(&first, draft, root)
                    faults += Self.faults(of: grown.tree, pruned: grown.pruned)
                    if try grow(&second, draft, root).pruned != grown.pruned {
                        faults.append("a copy of the builder made another tree")
                    }
                } catch {
                    faults.append("\(error)")
                }
            }
        }
        return faults
    }

    /// One round of growth, as the decoding loop does it.
    ///
    /// - Parameters:
    ///   - builder: The builder under test.
    ///   - draft: Proposes children.
    ///   - root: The root's token.
    /// - Returns: The tree as grown and as pruned.
    /// - Throws: ``ScriptedTargetError`` if a frontier breaks the contract or growth does not end; `TreeBuilderError` if the
    ///   builder exceeds what it declares, at the place where decoding would stop too.
    public func grow(
        _ builder: inout some TreeBuilder, _ draft: ScriptedDraft, _ root: Token
    ) throws -> (tree: TokenTree, pruned: TokenTree) {
        let situation = RoundSituation(contextLength: 4, remainingDepth: 1_000)
        let declared = DeclaredLimits(of: builder)
        var session = try draft.begin(DraftBeginning(random: SeededRandom(seed: UInt64(root))))
        try session.commit(Commitment(tokens: [0, 1, 0, 1], next: root, features: nil, round: nil))
        session.beginRound()
        var tree = TokenTree(root: root)
        var expanded: Set<Int> = []
        var steps = 0
        while let frontier = builder.nextFrontier(of: tree, in: situation) {
            steps += 1
            guard steps <= 1_000 else { throw ScriptedTargetError("growth does not end") }
            guard !frontier.nodes.isEmpty else { throw ScriptedTargetError("a frontier without nodes") }
            try declared.check(frontier, of: tree)
            for (node, width) in zip(frontier.nodes, frontier.widths) {
                guard width >= 1 else { throw ScriptedTargetError("node \(node) is to have \(width) children") }
                guard expanded.insert(node).inserted else { throw ScriptedTargetError("node \(node) grows twice") }
            }
            let candidates = try session.expand(frontier, of: tree)
            guard candidates.count > 0 else { break }
            tree.attach(candidates)
        }
        let pruned = builder.prune(tree, in: situation)
        try declared.check(pruned)
        return (tree, pruned)
    }

    private static func faults(of tree: TokenTree, pruned: TokenTree) -> [String] {
        var faults: [String] = []
        for node in 1..<max(pruned.count, 1) {
            let origin = pruned.origins[node]
            guard (1..<tree.count).contains(origin), pruned.tokens[node] == tree.tokens[origin],
                pruned.origins[pruned.parents[node]] == tree.parents[origin], pruned.origins[node - 1] < origin
            else {
                faults.append("node \(node) was not grown, or stands out of order")
                continue
            }
        }
        return faults
    }

    /// Drafts of every mode the builder takes: wide and narrow, shallow, of few tokens and of many.
    private static func drafts(for traits: TreeTraits) -> [ScriptedDraft] {
        var drafts: [ScriptedDraft] = []
        for draw in DrawMode.allCases
        where traits.draws.contains(draw) && !(traits.needsProbabilities && draw == .retrieved) {
            for size in [2, 5, 16] {
                for seed in UInt64(0)..<4 {
                    let law = ScriptedLaw.random(vocabularySize: size, seed: seed)
                    drafts.append(ScriptedDraft(law, draw: draw))
                    drafts.append(ScriptedDraft(law, draw: draw, widest: 1))
                    drafts.append(ScriptedDraft(law, draw: draw, widest: 2, deepest: 2))
                }
            }
            let silent = ScriptedLaw.random(vocabularySize: 3, seed: 9)
            drafts.append(ScriptedDraft(silent, draw: draw, deepest: 0))
        }
        return drafts
    }
}
