public import Speculation

/// Weighs independently drawn children against the distribution that they were drawn from, one after the other.
///
/// SpecInfer's multi-step speculative sampling (Miao et al. 2024, arXiv 2305.09781); with one child, speculative sampling
/// (Leviathan et al. 2023, 2211.17192; Chen et al. 2023, 2302.01318). A drawn child is accepted far more often than the same
/// token would be if the draft had simply named it, which is what makes drafts that draw fast at high temperatures. At
/// temperature 0 it is the greedy rule.
public struct SpecInferVerifier: Verifier, Plugin {
    /// The word that strategy files use.
    public static let name = "spec-infer"

    /// What `espalier plugins` says of it.
    public static let summary = "Accepts independently drawn children by p/q, one by one; exact (arXiv 2305.09781)."

    /// Exact at any temperature, for children drawn independently.
    public let traits = VerifierTraits(guarantee: .exact, draws: [.independent])

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
