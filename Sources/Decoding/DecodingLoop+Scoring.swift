import Speculation

extension DecodingLoop {
    /// Scores all nodes in one pass of the target.
    mutating func score(_ tree: TokenTree) throws -> TreeScores {
        let scores = try target.score(tree)
        clock.lap(\.target)
        return scores
    }

    /// Lets the verifier find which candidates the target would have produced itself, and lists their path.
    ///
    /// It judges by the rows that the request's rules make of the target's; so do all who learn from the outcome.
    mutating func judge(_ tree: TokenTree, _ scores: TreeScores) -> RoundOutcome {
        let scores = answer.adjust(scores, of: tree)
        let verdict = verifier.judge(tree, scores, sampling: sampling, using: &random)
        acceptedNodes.removeAll(keepingCapacity: true)
        tree.appendPath(to: verdict.lastAccepted, to: &acceptedNodes)
        clock.lap(\.verify)
        return RoundOutcome(tree: tree, scores: scores, verdict: verdict, path: acceptedNodes)
    }
}
