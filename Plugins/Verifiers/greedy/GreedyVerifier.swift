public import Speculation

/// Accepts exactly the tokens that the target itself would choose greedily.
///
/// At each node the target's most probable token is taken; if a child holds it the descent goes on there, else it is
/// the bonus (blockwise parallel decoding, Stern et al. 2018; on trees SpecInfer, Miao et al. 2024). The output is
/// that of plain greedy decoding for any tree, however its children were chosen. At other temperatures it promises
/// nothing, so a strategy that asks for one is refused.
public struct GreedyVerifier: Verifier, Plugin {
    /// The word that strategy files use.
    public static let name = "greedy"

    /// What `espalier plugins` says of it.
    public static let summary = "Keeps what the target would choose greedily; exact at temperature 0 only."

    /// Exact at temperature 0, for every way of drawing children.
    public let traits = VerifierTraits(guarantee: .exactAtTemperatureZero, draws: Set(DrawMode.allCases))

    /// Makes the verifier.
    public init() {}

    /// Makes the verifier, which has no options.
    public init(from options: inout OptionReader) {}

    /// Follows the target's most probable tokens; chance and sampling rule play no part.
    public func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        tree.greedyDescent(by: scores)
    }
}
