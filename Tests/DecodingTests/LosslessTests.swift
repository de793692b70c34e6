import Decoding
import GreedyPlugin
import SamplingPlugin
import Speculation
import SpeculationTestKit
import Testing
import TypicalPlugin

@Suite("Tree decoding emits what plain decoding would")
struct LosslessTests {
    static let prompt = [0, 1, 2, 0, 1]

    @Test("greedy output is identical to plain decoding", arguments: Combination.all)
    func greedy(combination: Combination) throws {
        for seed in UInt64(0)..<6 {
            let target = ScriptedTarget(.random(vocabularySize: 5, seed: seed))
            let plain = try DecodingEngine.plain(target).output(after: Self.prompt, count: 40)
            let rules: [any Verifier] = [GreedyVerifier(), SamplingVerifier(), TypicalVerifier()]
            for rule in rules {
                let engine = combination.engine(target, rule)
                let output = try engine.output(after: Self.prompt, count: 40)
                #expect(output.tokens == plain.tokens)
                #expect(output.rounds.reduce(1) { $0 + $1.emitted } == 40)
            }
        }
    }

    @Test("sampled output equals plain decoding with the same seed, token for token", arguments: Combination.all)
    func sameSeed(combination: Combination) throws {
        let rules = [
            SamplingRule(temperature: 1), SamplingRule(temperature: 0.7, topP: 0.9),
            SamplingRule(temperature: 1.3, topK: 2),
        ]
        for (seed, sampling) in rules.enumerated() {
            let target = ScriptedTarget(.random(vocabularySize: 5, seed: UInt64(seed) + 30))
            let engine = combination.engine(target, SamplingVerifier())
            for draw in UInt64(0)..<20 {
                let plain = try DecodingEngine.plain(target).output(
                    after: Self.prompt, sampling, count: 25, seed: draw)
                let output = try engine.output(after: Self.prompt, sampling, count: 25, seed: draw)
                #expect(output.tokens == plain.tokens)
            }
        }
    }

    /// All 8³ and 12³ outcomes of three draws.
    static let eighths = StratifiedSeeds(cells: 8, draws: 3)
    static let twelfths = StratifiedSeeds(cells: 12, draws: 3)

    @Test("the law of three sampled tokens is the target's, by enumerating all outcomes", arguments: Combination.all)
    func enumerated(combination: Combination) throws {
        for seed in UInt64(0)..<3 {
            try check(
                combination, .lattice(weights: [4, 2, 1, 1], seed: seed), SamplingRule(temperature: 1), Self.eighths)
        }
        // Top-p leaves two of four tokens, with 8 and 4 twelfths.
        let truncated = SamplingRule(temperature: 1, topP: 0.7)
        try check(combination, .lattice(weights: [6, 3, 2, 1], seed: 9), truncated, Self.twelfths)
    }

    func check(
        _ combination: Combination, _ law: ScriptedLaw, _ sampling: SamplingRule, _ seeds: StratifiedSeeds
    ) throws {
        let target = ScriptedTarget(law)
        let engine = combination.engine(target, SamplingVerifier())
        let decoded = try OutputLaw(of: engine, after: Self.prompt, sampling, over: seeds, length: 3)
        let expected = OutputLaw(of: target, after: Self.prompt, sampling, length: 3)
        #expect(decoded.totalVariation(to: expected) < 1e-6)
    }

    @Test("a rule that is not exact is found out by the enumeration")
    func lossyIsNoticed() throws {
        let target = ScriptedTarget(.lattice(weights: [4, 2, 1, 1], seed: 1))
        let combination = try #require(Combination.all.first { $0.testDescription.contains("whole tree") })
        let engine = combination.engine(target, TypicalVerifier())
        let sampling = SamplingRule(temperature: 1)
        let decoded = try OutputLaw(of: engine, after: Self.prompt, sampling, over: Self.eighths, length: 3)
        let expected = OutputLaw(of: target, after: Self.prompt, sampling, length: 3)
        #expect(decoded.totalVariation(to: expected) > 0.05)
    }

    @Test("the mean number of accepted tokens is the sum of the target's path probabilities", arguments: 0..<8)
    func acceptanceIdentity(seed: Int) throws {
        let target = ScriptedTarget(.lattice(weights: [4, 2, 1, 1], seed: UInt64(seed)))
        let sampling = SamplingRule(temperature: 1)
        let combination = try #require(
            Combination.all.first { $0.testDescription == "a ragged static tree, an oracle" })
        let engine = combination.engine(target, SamplingVerifier())
        // One draw goes into the first token, and two levels are deep enough for those that remain.
        let seeds = StratifiedSeeds(cells: 8, draws: 4)
        var accepted = 0.0
        var expected = 0.0
        for generator in seeds.generators {
            let rules = DecodingRules(
                sampling: sampling, limits: DecodingLimits(maximumNewTokens: 4, stopTokens: []))
            var loop = try DecodingLoop(
                engine, DecodingRequest(prompt: Self.prompt, rules: rules, random: generator))
            let history = Self.prompt + loop.emitted
            let (record, outcome) = try loop.observedRound()
            let tree = outcome.tree
            accepted += Double(record.accepted) * seeds.probability
            expected +=
                seeds.probability
                * (1..<tree.count).reduce(0) { sum, node in
                    sum + probability(of: tree.path(to: node).map { tree.tokens[$0] }, after: history, target)
                }
        }
        #expect(abs(accepted - expected) < 1e-6)
    }

    func probability(of path: [Token], after history: [Token], _ target: ScriptedTarget) -> Double {
        path.indices.reduce(1) { product, place in
            product * target.law.probabilities(history + path[..<place])[path[place]]
        }
    }
}
