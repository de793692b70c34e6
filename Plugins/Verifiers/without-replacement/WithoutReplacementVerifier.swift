public import Speculation

/// Weighs children drawn without replacement against what each was drawn from, one after the other.
///
/// Recursive rejection sampling (Jeon et al. 2024, arXiv 2402.14160), which Sequoia uses (Chen et al. 2024, 2402.12374): after
/// a refusal the draft's distribution loses the refused token, as it did when the next child was drawn. Siblings never repeat
/// a token, so that none is scored in vain. At temperature 0 it is the greedy rule.
public struct WithoutReplacementVerifier: Verifier, Plugin {
    /// The word that strategy files use.
    public static let name = "without-replacement"

    /// What `espalier plugins` says of it.
    public static let summary = "Accepts children drawn without replacement by p/q; exact (arXiv 2402.14160, Sequoia)."

    /// Exact at any temperature, for children drawn without replacement.
    public let traits = VerifierTraits(guarantee: .exact, draws: [.withoutReplacement])

    /// Makes the verifier.
    public init() {}

    /// Makes the verifier, which has no options.
    public init(from options: inout OptionReader) {}

    /// Descends by ``/Speculation/RecursiveRejection``.
    public func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        if sampling.isGreedy { return tree.greedyDescent(by: scores) }
        return RecursiveRejection().verdict(on: tree, using: &chance) { sampling.distribution(of: scores.row($0)) }
    }
}
