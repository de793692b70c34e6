public import Speculation

/// Tries a verifier on many small trees and reports where it breaks its promise.
///
/// Every declared draw mode is tried. Verdicts must be well formed and repeatable; at temperature 0 a verifier that
/// claims any exactness must emit what greedy decoding would; one that claims exactness everywhere must pass a
/// chi-square test of its output, completed to one length by drawing from the target itself, at temperature 1 and
/// with top-p and top-k, and keep the target's law to ``tolerance`` where its outcomes can be enumerated
/// (``totalVariation(of:on:drawing:)``). Some targets have a token of logit minus infinity, as rows have where end tokens are
/// suppressed.
public struct VerifierConformance: Sendable {
    /// How many verdicts each statistical test draws.
    public var trials = 20_000

    /// The chance that one statistical test fails a true verifier; it makes nine of them at most for each draw mode.
    public var errorRate = 1e-7

    /// How far an enumerated law may lie from the target's, which is for rounding.
    public var tolerance = 1e-9

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
            let shape = ShapedTree(widths: verifier.traits.needsChain ? [1, 1] : [2, 2])
            if let distance = totalVariation(of: verifier, on: shape, drawing: draw), distance > tolerance {
                faults.append("\(draw.rawValue) children: by enumeration the law is \(distance) away from the target's")
            }
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

    /// How far the verifier's output is from the target's, by enumeration of all that the draft draws and the verifier decides.
    ///
    /// - Parameters:
    ///   - verifier: The rule.
    ///   - builder: Shapes the trees, which should be small.
    ///   - draw: How the draft chooses children; one of the modes that both declare.
    /// - Returns: The largest total variation over some targets and sampling rules; nil if the rule asks chance for numbers,
    ///   of which not every outcome can be played.
    public func totalVariation(
        of verifier: some Verifier, on builder: some TreeBuilder, drawing draw: DrawMode
    ) -> Double? {
        var worst = 0.0
        for seed in UInt64(1)...4 {
            let bench = VerifierBench(draw: draw, vocabularySize: 3, seed: seed, bars: seed == 4)
            for sampling in Self.samplings {
                do {
                    guard let distance = try bench.totalVariation(of: verifier, on: builder, sampling) else {
                        return nil
                    }
                    worst = max(worst, distance)
                } catch {
                    return 1
                }
            }
        }
        return worst
    }

    private static let samplings = [
        SamplingRule(temperature: 1), SamplingRule(temperature: 0.6, topP: 0.8),
        SamplingRule(temperature: 1.5, topK: 2),
    ]
}

/// Trees of so many children below every node of each level.
private struct ShapedTree: TreeBuilder {
    let widths: [Int]

    var traits: TreeTraits {
        let nodes = widths.reduce(into: (level: 1, all: 0)) { count, width in
            count.level *= width
            count.all += count.level
        }
        return TreeTraits(
            draws: Set(DrawMode.allCases), needsProbabilities: false, maximumDepth: widths.count,
            maximumNodes: nodes.all)
    }

    mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        guard tree.deepest < widths.count else { return nil }
        return Frontier((0..<tree.count).filter { tree.depths[$0] == tree.deepest }, width: widths[tree.deepest])
    }
}
