import ChainPlugin
import Decoding
import DynamicPlugin
import Foundation
import LanguageModels
import MedusaPlugin
import ModelTestKit
import SamplingPlugin
import Speculation
import SpeculationTestKit
import Tensors
import Testing

/// The law of sampled tokens is the target's, by enumerating all outcomes of chance.
struct EnumerationTests {
    /// A scripted target of four tokens that makes up a final state for each token.
    private struct Featured: Target {
        let scripted: ScriptedTarget

        var vocabularySize: Int { scripted.vocabularySize }
        var contextLimit: Int { scripted.contextLimit }

        func begin(providing features: FeatureRequest?) throws -> any TargetSession {
            Session(scripted: try scripted.begin(providing: nil))
        }
    }

    private struct Session: TargetSession {
        var scripted: any TargetSession
        var tree = TokenTree(root: 0)

        private func states(of tokens: [Token]) -> LayerFeatures {
            let states = tokens.flatMap { MedusaFolder.numbers("state \($0)", 24, spread: 6) }
            return LayerFeatures(states: Matrix(states, columns: 24))
        }

        mutating func append(_ tokens: [Token]) throws -> (scores: TreeScores, features: (any TargetFeatures)?) {
            (try scripted.append(tokens).scores, states(of: tokens))
        }

        mutating func score(_ tree: TokenTree) throws -> TreeScores {
            self.tree = tree
            return try scripted.score(tree)
        }

        mutating func keep(_ path: [Int]) throws -> (any TargetFeatures)? {
            _ = try scripted.keep(path)
            return states(of: path.map { tree.tokens[$0] })
        }

        mutating func rewind(to count: Int) { scripted.rewind(to: count) }
    }

    private static let builders: [any TreeBuilder] = [
        ChainTree(depth: 3), DynamicTree(depth: 2, topK: 2, totalTokens: 3),
        DynamicTree(depth: 3, topK: 3, totalTokens: 12),
    ]

    @Test(arguments: 0..<3)
    func `Three sampled tokens follow the target's law`(seed: UInt64) throws {
        var tiny = TinyModel()
        tiny.vocabularySize = 4
        let folders = try MedusaFolder(tensors: MedusaFolder.official(vocabulary: 4), target: tiny).write()
        let policy = try folders.open()
        let target = ScriptedTarget(.lattice(weights: [4, 2, 1, 1], seed: seed))
        let prompt = [0, 1, 2, 0, 1]
        let sampling = SamplingRule(temperature: 1)
        let expected = OutputLaw(of: target, after: prompt, sampling, length: 3)
        for builder in Self.builders {
            let engine = DecodingEngine(
                target: Featured(scripted: target), draft: policy, builder: builder, verifier: SamplingVerifier())
            let decoded = try OutputLaw(
                of: engine, after: prompt, sampling, over: StratifiedSeeds(cells: 8, draws: 3), length: 3)
            #expect(decoded.totalVariation(to: expected) < 1e-6)
        }
    }
}
