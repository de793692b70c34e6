public import Speculation

/// Tries a verifier on many small trees and reports where it breaks its promise.
///
/// Every declared draw mode is tried. Verdicts must be well formed and repeatable; at temperature 0 a verifier that
/// claims any exactness must emit what greedy decoding would; one that claims exactness everywhere must pass a
/// chi-square test of its output, completed to one length by drawing from the target itself, at temperature 1 and
/// with top-p and top-k. Some targets have a token of logit minus infinity, as rows have where end tokens are suppressed.
/// ``totalVariation(of:cells:)`` enumerates the law exactly for rules that draw from the target.
public struct VerifierConformance: Sendable {
    /// How many verdicts each statistical test draws.
    public var trials = 20_000

    /// The chance that one statistical test fails a true verifier; it makes nine of them at most for each draw mode.
    public var errorRate = 1e-7

    /// Makes the suite with its usual settings.
    public init() {}

    /// What is wrong with a verifier, one sentence each; empty when nothing was found.
    public func faults(of verifier: some Verifier) -> [String] {
        var faults: [String] = []
        for draw in DrawMode.allCases where verifier.traits.draws.contains(draw) {
            for seed in UInt64(1)...20 {
                let bench = VerifierBench(
                    draw: draw, vocabularySize: seed % 2 == 0 ? 3 : 5, seed: seed, bars: seed % 4 < 2)
                faults += bench.formFaults(of: verifier)
                if verifier.traits.guarantee != .lossy { faults += bench.greedyFaults(of: verifier) }
            }
            guard verifier.traits.guarantee == .exact else { continue }
            for seed in UInt64(1)...3 {
                let bench = VerifierBench(draw: draw, vocabularySize: 4, seed: seed, bars: seed == 3)
                for sampling in Self.samplings {
                    let fit = bench.fit(of: verifier, sampling, trials: trials, errorRate: errorRate)
                    if !fit.holds { faults.append("\(draw.rawValue) children, seed \(seed), \(sampling): \(fit)") }
                }
            }
        }
        return faults
    }

    /// How far the verifier's output is from the target's, by enumeration of all outcomes of chance.
    ///
    /// Exact for verifiers that decide by one draw from the target's distribution for each emitted token.
    ///
    /// - Parameters:
    ///   - verifier: The rule.
    ///   - cells: How many equal parts the generator's range is cut into; 8 or 12 suit the laws used here.
    /// - Returns: The largest total variation over a dozen trees.
    public func totalVariation(of verifier: some Verifier, cells: Int = 8) -> Double {
        let seeds = StratifiedSeeds(cells: cells, draws: 3)
        var worst = 0.0
        for seed in UInt64(1)...12 {
            let weights = cells == 12 ? [6, 3, 2, 1] : [cells - 4, 2, 1, 1]
            let bench = VerifierBench(law: .lattice(weights: weights, seed: seed), draw: .topK, seed: seed)
            worst = max(worst, bench.totalVariation(of: verifier, SamplingRule(temperature: 1), over: seeds))
            if cells == 12 {
                // Two tokens are left, with 8 and 4 twelfths.
                let truncated = SamplingRule(temperature: 1, topK: 3, topP: 0.7)
                worst = max(worst, bench.totalVariation(of: verifier, truncated, over: seeds))
            }
        }
        return worst
    }

    private static let samplings = [
        SamplingRule(temperature: 1), SamplingRule(temperature: 0.6, topP: 0.8),
        SamplingRule(temperature: 1.5, topK: 2),
    ]
}
