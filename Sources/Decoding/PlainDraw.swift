import Speculation

/// Draws the next token from the target and looks at no candidate: what is left of verifying where nothing is drafted.
struct PlainDraw: Verifier {
    /// Exact whatever a draft might do, for nothing of it is accepted.
    let traits = VerifierTraits(guarantee: .exact, draws: Set(DrawMode.allCases))

    private var scratch = SamplingRule.Scratch()

    mutating func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        Verdict(lastAccepted: 0, bonus: sampling.draw(from: scores.row(0), using: &chance, scratch: &scratch))
    }
}
