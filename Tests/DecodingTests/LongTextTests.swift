import ChainPlugin
import Decoding
import DynamicPlugin
import Foundation
import LanguageModels
import ModelTestKit
import PromptLookupPlugin
import SamplingPlugin
import SmallModelPlugin
import Speculation
import SpeculationTestKit
import Testing

/// A text that outgrows the short ones of a `longrope` goes on as one that is read anew, however it is drafted.
struct LongTextTests {
    private let folder: TemporaryFolder
    private let target: TransformerTarget

    private static let shortTexts = 20
    private static let prompt = [3, 7, 11, 3, 7, 11, 3, 7]

    init() throws {
        var tiny = TinyModel()
        tiny.extraConfiguration = [
            """
            "rope_scaling": {"type": "longrope", "short_factor": [1, 1.1, 1.2], "long_factor": [2, 4, 9],
             "original_max_position_embeddings": \(Self.shortTexts)}
            """
        ]
        folder = try tiny.folder()
        target = TransformerTarget(try Transformer(at: folder.url))
    }

    /// What reading the whole text before each token gives.
    private func expected(_ count: Int) throws -> [Token] {
        var text = Self.prompt
        for _ in 0..<count {
            var sequence = try target.begin(providing: nil)
            text.append(SamplingRule.argmax(try sequence.append(text).scores.row(0)))
        }
        return Array(text.dropFirst(Self.prompt.count))
    }

    @Test
    func `Every draft emits what reading the text anew gives`() throws {
        let count = 36
        let expected = try expected(count)
        let plain = try DecodingEngine.plain(target).output(after: Self.prompt, count: count)
        #expect(plain.tokens == expected)
        let context = DraftLoading(target: target, locate: { [folder] _ in folder.url })
        let drafts: [any DraftPolicy] = [
            PromptLookup(), try SmallModelRecipe(model: "itself").load(in: context),
        ]
        for draft in drafts {
            let engine = DecodingEngine(
                target: target, draft: draft, builder: ChainTree(depth: 6), verifier: SamplingVerifier())
            let output = try engine.output(after: Self.prompt, count: count)
            #expect(output.tokens == expected)
            // It draws trees, and one of them would have gone beyond the short texts.
            #expect(output.rounds.count < count)
        }
    }

    @Test
    func `A conversation goes on where it has outgrown them, and back`() throws {
        let engine = DecodingEngine.plain(target)
        let rules = DecodingRules(
            sampling: SamplingRule(), limits: DecodingLimits(maximumNewTokens: 4, stopTokens: []))
        var sequence = DecodedSequence()
        let texts = [8, 14, 24, 30, 10].map { count in (0..<count).map { 3 + $0 * $0 % 40 } }
        for text in texts {
            var held = try DecodingLoop(
                engine, DecodingRequest(prompt: text, rules: rules, random: SeededRandom(seed: 0)),
                continuing: &sequence)
            while held.finish == nil { _ = try held.round() }
            let emitted = held.emitted
            sequence = held.sequence()
            #expect(try emitted == engine.output(after: text, count: 4).tokens, "\(text.count) tokens")
        }
    }
}
