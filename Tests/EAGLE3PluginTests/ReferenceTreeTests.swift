import Decoding
import DynamicPlugin
import Foundation
import GreedyPlugin
import JSON
import LanguageModels
import Speculation
import Testing

/// Trees that the reference implementation of EAGLE-3 builds for the demo head, node for node.
struct ReferenceTreeTests {
    /// One stored tree: where it stands, its options in our spelling, and its nodes.
    struct Case: Sendable, CustomTestStringConvertible {
        let prompt: [Int]
        let root: Int
        let depth: Int
        let topK: Int
        let totalTokens: Int
        let tokens: [Int]
        let parents: [Int]
        let depths: [Int]

        var testDescription: String { "\(depth)/\(topK)/\(totalTokens) after \(prompt.count) tokens" }

        init(_ value: JSONValue) throws {
            func list(_ key: String) throws -> [Int] { try #require(value[key]?.array).compactMap(\.integer) }
            func option(_ key: String) throws -> Int { try #require(value["espalier_options"]?[key]?.integer) }
            prompt = try list("prompt_tokens")
            root = try #require(value["root"]?.integer)
            depth = try option("depth")
            topK = try option("top_k")
            totalTokens = try option("total_tokens")
            tokens = try list("tokens")
            parents = try list("parents")
            depths = try list("depths")
        }
    }

    static func cases() throws -> [Case] {
        let file = Bundle.module.bundleURL.appendingPathComponent("Resources/trees.json")
        return try #require(try ModelFile.json(file).array).map(Case.init)
    }

    private func engine(_ tree: Case) throws -> DecodingEngine {
        try DemoEngine().engine(
            builder: DynamicTree(depth: tree.depth, topK: tree.topK, totalTokens: tree.totalTokens),
            verifier: GreedyVerifier())
    }

    private func request(_ prompt: [Token]) -> DecodingRequest {
        DecodingRequest(
            prompt: prompt, rules: DecodingRules(limits: DecodingLimits(maximumNewTokens: 200, stopTokens: [])),
            random: SeededRandom(seed: 0))
    }

    @Test(arguments: try cases())
    func `The first tree equals the reference's`(expected: Case) throws {
        var loop = try DecodingLoop(engine(expected), request(expected.prompt))
        #expect(loop.emitted == [expected.root])
        let tree = try loop.observedRound().outcome.tree
        #expect(tree.tokens == expected.tokens)
        #expect(tree.parents == expected.parents)
        #expect(tree.depths == expected.depths)
    }

    @Test
    func `A tree after any number of rounds is the tree of a fresh reading`() throws {
        let first = try #require(try Self.cases().first)
        let engine = try engine(first)
        var loop = try DecodingLoop(engine, request(first.prompt))
        var acceptedSome = false
        for _ in 0..<12 {
            let text = first.prompt + loop.emitted.dropLast()
            let round = try loop.observedRound()
            var fresh = try DecodingLoop(engine, request(text))
            #expect(try fresh.observedRound().outcome.tree.tokens == round.outcome.tree.tokens)
            acceptedSome = acceptedSome || round.record.accepted > 1
        }
        #expect(acceptedSome)
    }
}
