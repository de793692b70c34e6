public import Speculation

/// Draws from the target, and accepts a candidate whenever it is what was drawn.
///
/// At each node one token is drawn from the target's warped distribution; if a child holds it the descent goes on
/// there, else it is the bonus. For trees whose children are a function of the context alone this has the same law as
/// EAGLE-2's rejection rule with q = 1 (Li et al. 2024, arXiv 2406.16858), and that law is the target's own. Since
/// one draw is made for each emitted token, in order, the output even equals plain decoding with the same seed; at
/// temperature 0 it is the greedy rule.
///
/// It is offered for deterministic drafts only: children drawn at random would not bias it, but rules that weigh the
/// draft's distribution accept more of them.
public struct SamplingVerifier: Verifier, Plugin {
    /// The word that strategy files use.
    public static let name = "sampling"

    /// What `espalier plugins` says of it.
    public static let summary = "Draws from the target and descends while a child holds the draw; exact (EAGLE-2)."

    /// Exact at any temperature, for deterministic children.
    public let traits = VerifierTraits(guarantee: .exact, draws: DrawMode.deterministic)

    private var scratch = SamplingRule.Scratch()

    /// Makes the verifier.
    public init() {}

    /// Makes the verifier, which has no options.
    public init(from options: inout OptionReader) {}

    /// Follows tokens drawn from the target, one draw for each emitted token.
    public mutating func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        tree.descent { sampling.draw(from: scores.row($0), using: &chance, scratch: &scratch) }
    }
}
