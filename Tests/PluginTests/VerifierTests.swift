import BlockPlugin
import ChainPlugin
import CostAwarePlugin
import DynamicPlugin
import Foundation
import GreedyPlugin
import OptTreePlugin
import SamplingPlugin
import SequoiaPlugin
import SpecInferPlugin
import Speculation
import SpeculationTestKit
import StaticPlugin
import Testing
import ThresholdPlugin
import TopKTolerancePlugin
import TraversalPlugin
import TypicalPlugin
import WithoutReplacementPlugin

@Suite("Verifiers keep their promises")
struct VerifierTests {
    @Test("the greedy rule emits what greedy decoding would, for every way of drawing children")
    func greedy() {
        #expect(VerifierConformance().faults(of: GreedyVerifier()) == [])
    }

    @Test("the sampling rule passes its tests, which fail a true rule with a chance below one in a million")
    func samplingStatistically() {
        #expect(VerifierConformance().faults(of: SamplingVerifier()) == [])
    }

    @Test("rules that weigh draws emit what greedy decoding would, and pass their tests, enumeration among them")
    func weighingRules() {
        #expect(VerifierConformance().faults(of: SpecInferVerifier()) == [])
        #expect(VerifierConformance().faults(of: WithoutReplacementVerifier()) == [])
        #expect(VerifierConformance().faults(of: TraversalVerifier()) == [])
        #expect(VerifierConformance().faults(of: BlockVerifier()) == [])
    }

    @Test("a rule with a mistake is found, by enumeration", arguments: BrokenVerifier.Mistake.allCases)
    func broken(mistake: BrokenVerifier.Mistake) throws {
        let rule = BrokenVerifier(mistake: mistake)
        var suite = VerifierConformance()
        suite.trials = 1_000
        #expect(suite.faults(of: rule).contains { $0.contains("by enumeration the law is") })
    }

    static let everyRule: [any Verifier] = [
        SamplingVerifier(), SpecInferVerifier(), WithoutReplacementVerifier(), TraversalVerifier(), BlockVerifier(),
    ]

    static let everyShape: [any TreeBuilder] = [
        ChainTree(depth: 2), StaticTree(paths: ["0", "1", "00", "10"].compactMap { RankPath(digits: $0) }),
        StaticTree(paths: ["0", "2", "00"].compactMap { RankPath(digits: $0) }),
        DynamicTree(depth: 2, topK: 2, totalTokens: 3), CostAwareTree(),
        OptTree(depth: 2, totalTokens: 3), ThresholdTree(depth: 3, threshold: 0.3),
        SequoiaTree(profile: [0.5, 0.2], totalTokens: 4, depth: 2),
    ]

    @Test("every rule keeps the target's law on every builder's trees of every draw that both declare")
    func combinations() {
        var tried = 0
        for verifier in Self.everyRule {
            for builder in Self.everyShape where !verifier.traits.needsChain || builder.traits.isChain {
                for draw in verifier.traits.draws.intersection(builder.traits.draws)
                where draw != .retrieved || !builder.traits.needsProbabilities {
                    let distance = VerifierConformance().totalVariation(of: verifier, on: builder, drawing: draw)
                    #expect((distance ?? 1) < 1e-9, "\(verifier) on \(builder), \(draw)")
                    tried += 1
                }
            }
        }
        #expect(tried >= 20)
    }

    @Test("the typical rule is lossy, and the suite would notice if it were not said so")
    func typicalIsLossy() {
        #expect(TypicalVerifier().traits.guarantee == .lossy)
        #expect(VerifierConformance().faults(of: TypicalVerifier()) == [])
        let lossy = VerifierConformance().totalVariation(
            of: TypicalVerifier(), on: ChainTree(depth: 2), drawing: .topK)
        #expect((lossy ?? 0) > 0.05)
        var suite = VerifierConformance()
        suite.trials = 2_000
        #expect(!suite.faults(of: Mislabelled(rule: TypicalVerifier())).isEmpty)
    }

    /// Logits of one row for each node.
    func scores(_ rows: [[Double]]) -> TreeScores {
        TreeScores(logits: rows.flatMap { $0.map { Float(log($0)) } }, vocabularySize: rows[0].count)
    }

    func tree(_ children: [(Token, Int)]) -> TokenTree {
        var candidates = Candidates()
        for (token, parent) in children { candidates.append(token, after: parent, logProbability: nil) }
        var tree = TokenTree(root: 0)
        tree.attach(candidates)
        return tree
    }

    @Test("typical acceptance takes the longest plausible path, among equals the likeliest")
    func typicalPath() {
        // Below the root 1 and 2; below each one child.
        let shape = tree([(1, 0), (2, 0), (1, 1), (2, 2)])
        let even = [0.5, 0.3, 0.2]
        let rule = TypicalVerifier()
        func path(_ rows: [[Double]]) -> [Int] {
            var chance = SeededRandom(seed: 1)
            let verdict = rule.judge(shape, scores(rows), sampling: SamplingRule(temperature: 1), using: &chance)
            return shape.path(to: verdict.lastAccepted)
        }
        // min(0.09, 0.3 e^-1.03) = 0.09: everything passes, and 0.3 · 0.3 beats 0.2 · 0.2.
        #expect(path([even, even, even, even, even]) == [1, 3])
        // After 1 its child is implausible; after 2 it is plausible.
        #expect(path([even, [0.97, 0.01, 0.02], even, even, even]) == [2, 4])
        // Neither child passes: the likelier first token is kept.
        #expect(path([even, [0.97, 0.01, 0.02], [0.97, 0.02, 0.01], even, even]) == [1])
        // Nothing passes at the root.
        #expect(path([[0.98, 0.01, 0.01], even, even, even, even]) == [])
    }

    @Test("the tolerant rule keeps tokens among the best few and near the best, at temperature 0 too")
    func tolerance() {
        let shape = tree([(1, 0), (2, 0), (1, 1), (2, 2)])
        let even = [0.3, 0.4, 0.3]
        func path(_ rows: [[Double]], topK: Int = 2, tolerance: Double = 1) -> [Int] {
            var chance = SeededRandom(seed: 1)
            let rule = TopKTolerance(topK: topK, tolerance: tolerance)
            let verdict = rule.judge(shape, scores(rows), sampling: SamplingRule(), using: &chance)
            return shape.path(to: verdict.lastAccepted)
        }
        // 2 is the second best after the root, not far behind, and the best after 2; 1 is neither after 1.
        let rows = [even, [0.5, 0.1, 0.4], [0.1, 0.1, 0.8], even, even]
        #expect(path(rows) == [2, 4])
        // As probable as the second best is good enough; half as probable is too far behind.
        #expect(path(rows, topK: 1) == [1])
        #expect(path(rows, tolerance: 0.2) == [1])
        #expect(path([[0.9, 0.05, 0.05], even, even, even, even]) == [])
        #expect(TopKTolerance().traits.guarantee == .lossy)
        #expect(VerifierConformance().faults(of: TopKTolerance()) == [])
    }

    @Test("the bar is lower where the target is uncertain")
    func typicalThreshold() {
        let shape = tree([(1, 0)])
        // 64 tokens, nearly even: 0.3 e^-H is about 0.3 / 64, so even 1/64 passes though it is below epsilon.
        let row = [Double](repeating: 1.0 / 64, count: 64)
        var chance = SeededRandom(seed: 2)
        let verdict = TypicalVerifier().judge(
            shape, scores([row, row]), sampling: SamplingRule(temperature: 1), using: &chance)
        #expect(verdict.lastAccepted == 1)
        let strict = TypicalVerifier(epsilon: 0.09, delta: 1).judge(
            shape, scores([[0.5] + [Double](repeating: 0.5 / 63, count: 63), row]),
            sampling: SamplingRule(temperature: 1), using: &chance)
        #expect(strict.lastAccepted == 0)
    }

    @Test("at temperature 0 all three rules agree")
    func temperatureZero() {
        let shape = tree([(1, 0), (2, 0), (1, 1), (2, 2)])
        let rows = scores([[0.1, 0.2, 0.7], [0.5, 0.3, 0.2], [0.2, 0.2, 0.6], [0.5, 0.3, 0.2], [0.1, 0.8, 0.1]])
        let rules: [any Verifier] = [GreedyVerifier(), SamplingVerifier(), TypicalVerifier()]
        for var rule in rules {
            var chance = SeededRandom(seed: 0)
            let verdict = rule.judge(shape, rows, sampling: SamplingRule(), using: &chance)
            #expect(verdict == Verdict(lastAccepted: 4, bonus: 1))
        }
    }
}

/// A rule that claims more than it keeps.
struct Mislabelled: Verifier {
    var rule: TypicalVerifier
    let traits = VerifierTraits(guarantee: .exact, draws: [.topK])

    mutating func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        rule.judge(tree, scores, sampling: sampling, using: &chance)
    }
}
