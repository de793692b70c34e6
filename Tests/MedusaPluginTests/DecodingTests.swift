import ChainPlugin
import Decoding
import DemoModel
import DynamicPlugin
import Foundation
import LanguageModels
import MedusaPlugin
import ModelTestKit
import SamplingPlugin
import Speculation
import SpeculationTestKit
import StaticPlugin
import Testing

/// The bundled target with its Medusa heads emits what it emits alone.
struct DecodingTests {
    private let target: TransformerTarget
    private let policy: any DraftPolicy
    private let traits: DraftTraits

    init() throws {
        target = TransformerTarget(try Transformer(at: try #require(try BundledFiles.model("demo"))))
        let recipe = MedusaRecipe(head: "demo/medusa")
        traits = recipe.traits
        policy = try recipe.load(
            in: DraftLoading(target: target, locate: { try #require(try BundledFiles.model($0)) }))
    }

    private static let builders: [(name: String, builder: any TreeBuilder)] = [
        ("a chain", ChainTree(depth: 3)),
        ("a chain that is longer than there are heads", ChainTree(depth: 9)),
        ("a fixed tree", StaticTree(paths: paths("0 1 2 3 4 00 01 02 10 11 20 000 001 010 100 0000"))),
        ("the best products", DynamicTree(depth: 4, topK: 6, totalTokens: 24)),
    ]

    private static func paths(_ text: String) -> [RankPath] {
        text.split(separator: " ").compactMap { RankPath(digits: String($0)) }
    }

    private static let prompts: [[Token]] = [[0, 5, 9, 1000, 77], [300, 301, 302, 4, 4, 4, 12]]

    private func emitted(
        by engine: DecodingEngine, after prompt: [Token], _ sampling: SamplingRule, seed: UInt64, count: Int = 48
    ) throws -> (tokens: [Token], rounds: Int) {
        let rules = DecodingRules(
            sampling: sampling, limits: DecodingLimits(maximumNewTokens: count, stopTokens: []))
        var loop = try DecodingLoop(
            engine, DecodingRequest(prompt: prompt, rules: rules, random: SeededRandom(seed: seed)))
        var rounds = 0
        while loop.finish == nil {
            _ = try loop.round()
            rounds += 1
        }
        return (loop.emitted, rounds)
    }

    private var plain: DecodingEngine {
        DecodingEngine(target: target, draft: nil, builder: nil, verifier: SamplingVerifier())
    }

    @Test(arguments: [SamplingRule(), SamplingRule(temperature: 1), SamplingRule(temperature: 0.7, topP: 0.9)])
    func `Output is that of plain decoding, in fewer rounds`(sampling: SamplingRule) throws {
        for (name, builder) in Self.builders {
            let engine = DecodingEngine(target: target, draft: policy, builder: builder, verifier: SamplingVerifier())
            var rounds = 0
            for (seed, prompt) in Self.prompts.enumerated() {
                let alone = try emitted(by: plain, after: prompt, sampling, seed: UInt64(seed))
                let drafted = try emitted(by: engine, after: prompt, sampling, seed: UInt64(seed))
                #expect(drafted.tokens == alone.tokens, "\(name)")
                rounds += drafted.rounds
            }
            #expect(rounds < 2 * 48, "\(name)")
        }
    }

    @Test
    func `The draft's contract is honoured`() throws {
        #expect(
            try DraftConformance().faults(of: policy, traits, with: target, prompt: Self.prompts[0]) == [])
        for draw in [DrawMode.independent, .withoutReplacement] {
            let recipe = MedusaRecipe(head: "demo/medusa", draw: draw)
            let drawing = try recipe.load(
                in: DraftLoading(target: target, locate: { try #require(try BundledFiles.model($0)) }))
            #expect(
                try DraftConformance().faults(of: drawing, recipe.traits, with: target, prompt: Self.prompts[0]) == [])
        }
    }
}
