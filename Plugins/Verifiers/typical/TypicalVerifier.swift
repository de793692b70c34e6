public import Speculation

/// Medusa's typical acceptance: keeps what the target finds plausible, not what it would have drawn.
///
/// A candidate x after a node passes when p(x) > min(epsilon, delta · e^(-H)), where p is the target's warped
/// distribution there and H its entropy: the less certain the target, the lower the bar (Cai et al. 2024, arXiv
/// 2401.10774). The output does not follow the target's distribution, so the rule is labelled lossy everywhere. At
/// temperature 0 it is the greedy rule, as in Medusa.
///
/// Several children of a node may pass. All of them stay in the running: among the paths whose every node passes the
/// longest wins, among equally long ones the one with the largest sum of log p, then the one whose last node has the
/// lowest number. The bonus is drawn from the warped distribution after it.
public struct TypicalVerifier: Verifier, Plugin {
    /// The word that strategy files use.
    public static let name = "typical"

    /// What `espalier plugins` says of it.
    public static let summary = "Keeps the longest path that the target finds plausible (Medusa); lossy."

    /// The probability that always suffices.
    public let epsilon: Double

    /// Lowers the bar where the target is uncertain.
    public let delta: Double

    /// Lossy, whatever the draft.
    public let traits = VerifierTraits(guarantee: .lossy, draws: Set(DrawMode.allCases))

    /// Makes the verifier.
    ///
    /// - Parameters:
    ///   - epsilon: The probability that always suffices, in [0, 1].
    ///   - delta: Lowers the bar where the target is uncertain, in [0, 1].
    public init(epsilon: Double = 0.09, delta: Double = 0.3) {
        self.epsilon = epsilon
        self.delta = delta
    }

    /// Reads its options.
    public init(from options: inout OptionReader) {
        self.init(
            epsilon: options.number(
                "epsilon", default: 0.09, in: 0...1,
                help: "A candidate passes when its probability exceeds this (Medusa's posterior threshold)."),
            delta: options.number(
                "delta", default: 0.3, in: 0...1,
                help: "Or when it exceeds this times e to the minus entropy (Medusa's posterior alpha)."))
    }

    /// Keeps the longest path of plausible tokens, then draws one more.
    public func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        if sampling.isGreedy { return tree.greedyDescent(by: scores) }
        var plausibility = Plausibility(epsilon: epsilon, delta: delta, sampling: sampling)
        let last = plausibility.bestPath(in: tree, scores)
        return Verdict(lastAccepted: last, bonus: sampling.draw(from: scores.row(last), using: &chance))
    }
}
