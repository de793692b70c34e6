/// A verified round in full: for drafts and builders that learn from what happened.
///
/// The scores cover rejected nodes too, which Token Recycling and online learning read.
public struct RoundOutcome: Sendable {
    /// The tree that the target scored.
    public let tree: TokenTree

    /// The target's logits at every node of it, as the verifier saw them: behind bias and penalties.
    public let scores: TreeScores

    /// What the verifier made of them.
    public let verdict: Verdict

    /// The accepted nodes below the root, from the root's child downwards; empty when nothing was accepted.
    public let path: [Int]

    /// Gathers a round.
    ///
    /// - Parameters:
    ///   - tree: The tree that the target scored.
    ///   - scores: The target's logits, one row for each node.
    ///   - verdict: What the verifier made of them.
    public init(tree: TokenTree, scores: TreeScores, verdict: Verdict) {
        self.init(tree: tree, scores: scores, verdict: verdict, path: tree.path(to: verdict.lastAccepted))
    }

    /// Gathers a round whose path has been listed already.
    ///
    /// - Parameters:
    ///   - tree: The tree that the target scored.
    ///   - scores: The target's logits, one row for each node.
    ///   - verdict: What the verifier made of them.
    ///   - path: The nodes from the root's child down to the last accepted one.
    public init(tree: TokenTree, scores: TreeScores, verdict: Verdict, path: [Int]) {
        self.tree = tree
        self.scores = scores
        self.verdict = verdict
        self.path = path
    }

    /// The round as it would have been had the verifier stopped earlier on its path.
    ///
    /// - Parameter count: How many nodes of the path to keep, fewer than there are; the token of the node after them takes
    ///   the bonus token's place.
    /// - Returns: The shorter round.
    public func cut(to count: Int) -> RoundOutcome {
        let kept = Array(path[..<count])
        return RoundOutcome(
            tree: tree, scores: scores, verdict: Verdict(lastAccepted: kept.last ?? 0, bonus: tree.tokens[path[count]]),
            path: kept)
    }
}
