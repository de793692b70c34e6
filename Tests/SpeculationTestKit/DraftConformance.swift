public import Speculation

/// Runs a draft through a few rounds with a target and reports where it breaks the contract.
///
/// Children must belong to nodes of the frontier, be no more than its widths, be distinct unless drawn independently,
/// be tokens of the target, and carry log-probabilities, best first, exactly when the draft says so; two sequences that
/// begin with the same chance and hear the same must be proposed the same, and one that was rewound what a new one is. Drafts
/// that draw are tried at temperature 1 too, and must tell what they drew from.
public struct DraftConformance: Sendable {
    /// How many rounds are run.
    public var rounds = 6

    /// Makes the suite with its usual settings.
    public init() {}

    /// What is wrong with a draft, one sentence each; empty when nothing was found.
    ///
    /// - Parameters:
    ///   - policy: The draft under test.
    ///   - traits: What its recipe declares.
    ///   - target: The target it drafts for.
    ///   - prompt: At least one token.
    /// - Returns: The faults.
    /// - Throws: Whatever draft and target throw.
    public func faults(
        of policy: any DraftPolicy, _ traits: DraftTraits, with target: any Target, prompt: [Token]
    ) throws -> [String] {
        let draws = traits.draw?.isDrawn ?? false
        return try (draws ? [0, 1] : [0]).flatMap { temperature in
            try faults(
                of: policy, traits, with: target, prompt: prompt,
                beginning: DraftBeginning(
                    sampling: SamplingRule(temperature: temperature), random: SeededRandom(seed: 3)))
        }
    }

    private func faults(
        of policy: any DraftPolicy, _ traits: DraftTraits, with target: any Target, prompt: [Token],
        beginning: DraftBeginning
    ) throws -> [String] {
        var faults: [String] = []
        var session = try target.begin(providing: policy.features)
        var first = try policy.begin(beginning)
        var second = try policy.begin(beginning)
        let read = try session.append(prompt)
        var next = SamplingRule.argmax(read.scores.row(0))
        var commitment = Commitment(tokens: prompt, next: next, features: read.features, round: nil)
        var text = prompt
        for _ in 0..<rounds where faults.isEmpty {
            try first.commit(commitment)
            try second.commit(commitment)
            first.beginRound()
            second.beginRound()
            let tree = try grow(from: next, by: &first) { frontier, tree, candidates in
                let repeated = try second.expand(frontier, of: tree)
                faults += Self.faults(in: candidates, for: frontier, of: tree, traits, target.vocabularySize)
                if !beginning.sampling.isGreedy {
                    faults += Self.proposalFaults(of: candidates, traits, target.vocabularySize)
                }
                if candidates.tokens != repeated.tokens || candidates.parents != repeated.parents {
                    faults.append("two sequences that heard the same were told \(candidates) and \(repeated)")
                }
            }
            let scores = try session.score(tree)
            let verdict = tree.descent { SamplingRule.argmax(scores.row($0)) }
            let path = [0] + tree.path(to: verdict.lastAccepted)
            next = verdict.bonus
            commitment = Commitment(
                tokens: path.map { tree.tokens[$0] }, next: next, features: try session.keep(path),
                round: RoundOutcome(tree: tree, scores: scores, verdict: verdict))
            text += commitment.tokens
        }
        guard faults.isEmpty else { return faults }
        try first.commit(commitment)
        return try rewindingFaults(of: policy, first, with: target, session, after: text + [next])
    }

    /// Grows the tree of one round, as wide as three and two and one, to the depth of three.
    ///
    /// - Parameters:
    ///   - root: The token announced last.
    ///   - session: A draft's sequence that has heard that the round begins.
    ///   - visit: Sees every answer before it becomes part of the tree.
    /// - Returns: The tree.
    /// - Throws: Whatever the draft and `visit` throw.
    func grow(
        from root: Token, by session: inout any DraftSession,
        visit: (Frontier, TokenTree, Candidates) throws -> Void = { _, _, _ in }
    ) throws -> TokenTree {
        var tree = TokenTree(root: root)
        for width in [3, 2, 1] {
            let frontier = Frontier((0..<tree.count).filter { tree.depths[$0] == tree.deepest }, width: width)
            let candidates = try session.expand(frontier, of: tree)
            try visit(frontier, tree, candidates)
            guard candidates.count > 0 else { break }
            tree.attach(candidates)
        }
        return tree
    }

    private static func faults(
        in candidates: Candidates, for frontier: Frontier, of tree: TokenTree, _ traits: DraftTraits,
        _ vocabularySize: Int
    ) -> [String] {
        var faults: [String] = []
        if traits.draw == nil && candidates.count > 0 { faults.append("it proposes, though it declares no draw") }
        for index in 0..<candidates.count {
            let token = candidates.tokens[index]
            let parent = candidates.parents[index]
            if !frontier.nodes.contains(parent) { faults.append("node \(parent) is not in the frontier") }
            if !(0..<vocabularySize).contains(token) { faults.append("\(token) is no token of the target") }
            if (candidates.logProbabilities[index] != nil) != traits.givesProbabilities {
                faults.append("token \(token) \(traits.givesProbabilities ? "lacks" : "has") a log-probability")
            }
            if let limit = traits.maximumDepth, tree.depths[parent] >= limit {
                faults.append("a child at depth \(tree.depths[parent] + 1), beyond the declared \(limit)")
            }
        }
        for (node, width) in zip(frontier.nodes, frontier.widths) {
            let children = (0..<candidates.count).filter { candidates.parents[$0] == node }
            faults += siblingFaults(children, of: candidates, width: width, traits)
        }
        return faults
    }

    /// Children without what they were drawn from, or that could not be drawn from it.
    private static func proposalFaults(
        of candidates: Candidates, _ traits: DraftTraits, _ vocabularySize: Int
    ) -> [String] {
        zip(candidates.parents, candidates.tokens).compactMap { parent, token in
            guard let proposal = candidates.proposals[parent] else {
                return "token \(token) was drawn below node \(parent) from nothing that it tells"
            }
            if proposal.draw != traits.draw { return "it declares another draw than \(proposal.draw.rawValue)" }
            let chance = proposal.distribution(vocabularySize: vocabularySize)[token]
            return chance > 0 ? nil : "token \(token) was drawn with probability \(chance)"
        }
    }

    private static func siblingFaults(
        _ children: [Int], of candidates: Candidates, width: Int, _ traits: DraftTraits
    ) -> [String] {
        var faults: [String] = []
        if children.count > width { faults.append("\(children.count) children where \(width) were asked for") }
        let tokens = children.map { candidates.tokens[$0] }
        if traits.draw != .independent && Set(tokens).count < tokens.count {
            faults.append("siblings \(tokens) repeat a token")
        }
        let values = children.compactMap { candidates.logProbabilities[$0] }
        // Rounding may lift the logarithm of a probability near 1 a little above 0.
        if values.contains(where: { !$0.isFinite || $0 > 1e-4 }) { faults.append("\(values) are no log-probabilities") }
        if traits.draw == .topK && zip(values, values.dropFirst()).contains(where: { $0 < $1 }) {
            faults.append("children in the order \(values), not best first")
        }
        return faults
    }
}
