public import Speculation

/// Keeps what is nearly the target's first choice: among its k best tokens, and not much less probable than the best.
///
/// The relaxed verification of SpecDec (Xia et al. 2023, arXiv 2203.16487), which adds a bound on the loss of log-probability to
/// the top-k rule of blockwise parallel decoding (Stern et al. 2018, 1811.03115). The output does not follow the target's
/// distribution, at temperature 0 either, so the rule is labelled lossy everywhere. Among paths whose every token passes the
/// longest wins, as with `typical`; the bonus is drawn from the target.
public struct TopKTolerance: Verifier, Plugin {
    /// The word that strategy files use.
    public static let name = "top-k-tolerance"

    /// What `espalier plugins` says of it.
    public static let summary =
        "Keeps tokens among the target's best k and near the best (SpecDec, arXiv 2203.16487); lossy."

    /// How many of the target's best tokens may pass.
    public let topK: Int

    /// How much smaller than the best one's a token's log-probability may be.
    public let tolerance: Double

    /// Lossy, whatever the draft.
    public let traits = VerifierTraits(guarantee: .lossy, draws: Set(DrawMode.allCases))

    /// Makes the verifier.
    ///
    /// - Parameters:
    ///   - topK: How many of the target's best tokens may pass, at least 1; tokens as probable as the last of them pass too.
    ///   - tolerance: How much smaller than the best one's a token's log-probability may be, at least 0.
    public init(topK: Int = 3, tolerance: Double = 1) {
        precondition(topK >= 1 && tolerance >= 0, "a rule that nothing passes")
        self.topK = topK
        self.tolerance = tolerance
    }

    /// Reads its options.
    public init(from options: inout OptionReader) {
        self.init(
            topK: options.integer(
                "top_k", default: 3, in: 1...1000,
                help: "A candidate passes if it is among so many of the target's best."),
            tolerance: options.number(
                "tolerance", default: 1, in: 0...100,
                help: "And if its log-probability is smaller than the best one's by no more than this."))
    }

    /// Keeps the longest path of tokens that pass, then draws one more.
    public func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        var parent = -1
        var (best, least) = (Float(0), Float(0))
        let last = tree.longestPath { node in
            let row = scores.row(tree.parents[node])
            if tree.parents[node] != parent {
                parent = tree.parents[node]
                let passing = LogProbabilities.best(topK, of: row).map { row[row.startIndex + $0] }
                best = passing.first ?? 0
                least = max(passing.last ?? 0, best - Float(tolerance))
            }
            let logit = row[row.startIndex + tree.tokens[node]]
            // Differences of logits are differences of log-probabilities.
            return logit >= least && logit.isFinite ? Double(logit - best) : nil
        }
        return Verdict(lastAccepted: last, bonus: sampling.draw(from: scores.row(last), using: &chance))
    }
}
