import Speculation

extension DecodingLoop {
    /// Scores all nodes in one pass of the target.
    mutating func score(_ tree: TokenTree) throws -> TreeScores {
        let scores = try target.score(tree)
        clock.lap(\.target)
        return scores
    }

    /// Asks the verifier which candidates the target would have produced itself.
    mutating func judge(_ tree: TokenTree, _ scores: TreeScores) -> Verdict {
        let verdict = verifier.judge(tree, scores, sampling: engine.sampling, using: &random)
        clock.lap(\.verify)
        return verdict
    }
}
