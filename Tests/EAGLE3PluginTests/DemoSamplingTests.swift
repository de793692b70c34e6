import BlockPlugin
import ChainPlugin
import Decoding
import DynamicPlugin
import Foundation
import LanguageModels
import SamplingPlugin
import SpecInferPlugin
import Speculation
import SpeculationTestKit
import StaticPlugin
import Tensors
import Testing
import TraversalPlugin
import WithoutReplacementPlugin

/// Sampled output of the demo model under a draft tree follows the target's own distribution.
///
/// Each emitted token is turned into a number that is uniform on [0, 1) if, and only if, the token follows the
/// target's distribution given what precedes it: the probability of all smaller ids, plus a random share of its own.
/// The distribution is computed by reading the whole text at once, another path through the engine. Chi-square over 20
/// equal cells; a true hypothesis fails once in ten million runs, and the seed is fixed.
struct DemoSamplingTests {
    private static let errorRate = 1e-7
    private static let cells = 20
    private static let answers = 150
    private static let tokensPerAnswer = 8

    /// A way of drawing, a tree for it and a rule for both.
    struct Setting: Sendable, CustomTestStringConvertible {
        let draw: DrawMode
        let builder: any TreeBuilder
        let verifier: any Verifier

        var testDescription: String { "\(draw), \(type(of: builder)), \(type(of: verifier))" }
    }

    private static let bush = StaticTree(
        paths: ["0", "1", "00", "01", "10", "000"].compactMap { RankPath(digits: $0) })

    static let settings = [
        Setting(
            draw: .topK, builder: DynamicTree(depth: 5, topK: 4, totalTokens: 12), verifier: SamplingVerifier()),
        Setting(draw: .independent, builder: bush, verifier: SpecInferVerifier()),
        Setting(draw: .withoutReplacement, builder: bush, verifier: WithoutReplacementVerifier()),
        Setting(draw: .withoutReplacement, builder: bush, verifier: TraversalVerifier()),
        Setting(draw: .independent, builder: ChainTree(depth: 4), verifier: BlockVerifier()),
    ]

    @Test(
        arguments: [SamplingRule(temperature: 1), SamplingRule(temperature: 0.7, topK: 40, topP: 0.9)], settings)
    func `Sampled tokens are uniform in the target's own distribution`(
        rule: SamplingRule, setting: Setting
    ) throws {
        let demo = try DemoEngine(draw: setting.draw)
        let prompt = try #require(try ReferenceTreeTests.cases().first).prompt
        let engine = try demo.engine(builder: setting.builder, verifier: setting.verifier)
        var counts: [Int: Int] = [:]
        var accepted = 0
        for answer in 0..<Self.answers {
            var loop = try DecodingLoop(
                engine,
                DecodingRequest(
                    prompt: prompt,
                    rules: DecodingRules(
                        sampling: rule,
                        limits: DecodingLimits(maximumNewTokens: Self.tokensPerAnswer, stopTokens: [])),
                    random: SeededRandom(seed: 11, stream: UInt64(answer))))
            while loop.finish == nil { accepted += try loop.round().accepted }
            var share = SeededRandom(seed: 12, stream: UInt64(answer))
            for place in try ranks(of: loop.emitted, after: prompt, rule, demo.target.model, &share) {
                counts[min(Int(place * Double(Self.cells)), Self.cells - 1), default: 0] += 1
            }
        }
        let uniform = Dictionary(uniqueKeysWithValues: (0..<Self.cells).map { ($0, 1 / Double(Self.cells)) })
        let fit = GoodnessOfFit(of: counts, against: uniform, errorRate: Self.errorRate)
        #expect(fit.holds, "\(fit)")
        // Without accepted tokens the tree would not have been put to the test.
        #expect(accepted > Self.answers)
    }

    private func ranks(
        of tokens: [Token], after prompt: [Token], _ rule: SamplingRule, _ model: Transformer,
        _ random: inout SeededRandom
    ) throws -> [Double] {
        let text = prompt + tokens
        var session = try TransformerSession(model)
        try session.run(text, in: .causal(past: 0, rows: text.count, route: .throughput), logits: .all)
        return tokens.enumerated().map { place, token in
            let law = rule.distribution(of: session.logits[prompt.count - 1 + place])
            return law[..<token].reduce(0, +) + random.uniform() * law[token]
        }
    }
}
