import Foundation
import Speculation

/// Draws from the target by the Gumbel-max trick, and accepts a candidate whenever it is what was drawn.
///
/// Each token waits for an exponential time at the rate of its probability; the first to come is the draw. That has the law
/// of the target, so the output has it too, for every tree that the draft's own chance did not make.
public struct GumbelVerifier: Verifier, Plugin {
    /// The word that strategy files use.
    public static let name = "gumbel"

    /// What `espalier plugins` says of it.
    public static let summary = "Draws from the target by the Gumbel-max trick; exact."

    /// Exact at any temperature, for deterministic children.
    public let traits = VerifierTraits(guarantee: .exact, draws: DrawMode.deterministic)

    /// Makes the verifier, which has no options.
    public init(from options: inout OptionReader) {}

    /// Follows the winners of the races while the tree holds them.
    public mutating func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        tree.descent { node in
            if sampling.isGreedy { return SamplingRule.argmax(scores.row(node)) }
            var winner = (token: 0, time: Double.infinity)
            for (token, rate) in sampling.distribution(of: scores.row(node)).enumerated() where rate > 0 {
                let time = -log(1 - chance.uniform()) / rate
                if time < winner.time { winner = (token, time) }
            }
            return winner.token
        }
    }
}
