import AllocationCounter
import ChainPlugin
import CostAwarePlugin
import Costs
import Decoding
import DemoModel
import DynamicPlugin
import EAGLE3Plugin
import Foundation
import GreedyPlugin
import LanguageModels
import PromptLookupPlugin
import SamplingPlugin
import SmallModelPlugin
import Speculation
import StaticPlugin
import Tensors
import Testing

/// A round in the midst of a sequence takes nothing from the heap.
@Suite(.enabled(if: allocation_counter_works() == 1, "allocations can be counted with glibc only"))
struct AllocationTests {
    @Test
    func `The counter counts`() {
        let before = allocation_count()
        let list = [Int](repeating: 1, count: Int(before % 2) + 100)
        #expect(allocation_count() > before && list.count >= 100)
    }

    @Test
    func `Plain decoding allocates nothing`() throws {
        let engine = DecodingEngine(
            target: try Self.target(), draft: nil, builder: nil, verifier: GreedyVerifier())
        let counts = try Self.allocations(of: engine)
        #expect(counts == [Int64](repeating: 0, count: counts.count))
    }

    /// Which experts meet how many rows differs from token to token; once all have met some, nothing grows.
    @Test(arguments: [
        ("gemma3_text", "\"sliding_window\": 9"),
        ("qwen3_moe", "\"num_experts\": 8, \"num_experts_per_tok\": 2, \"moe_intermediate_size\": 16"),
    ])
    func `Plain decoding through windows and experts allocates nothing`(type: String, members: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("espalier-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = """
            {"model_type": "\(type)", "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 6,
             "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16, "vocab_size": 128, \(members)}
            """
        try text.write(to: folder.appendingPathComponent("config.json"), atomically: true, encoding: .utf8)
        let model = try Transformer(
            named: type, ModelConfiguration(folder: folder), random: RandomTensors(format: .bfloat16))
        let engine = DecodingEngine(
            target: TransformerTarget(model), draft: nil, builder: nil, verifier: GreedyVerifier())
        let counts = try Self.allocations(of: engine)
        #expect(counts == [Int64](repeating: 0, count: counts.count))
    }

    @Test(arguments: ["chain", "dynamic", "static", "cost-aware"])
    func `Rounds of an EAGLE-3 head allocate nothing, whatever the tree`(shape: String) throws {
        let builders: [String: any TreeBuilder] = [
            "chain": ChainTree(depth: 5), "dynamic": DynamicTree(depth: 5, topK: 4, totalTokens: 12),
            "static": StaticTree(paths: Self.paths),
            "cost-aware": CostAwareTree(depth: 2, topK: 2, totalTokens: 4, costs: .file("")),
        ]
        let engine = try Self.engine(
            EAGLE3Recipe.self, ["head": "demo/eagle3"], try #require(builders[shape]))
        let counts = try Self.allocations(of: engine)
        #expect(counts == [Int64](repeating: 0, count: counts.count))
    }

    @Test
    func `Learning what passes cost allocates nothing`() throws {
        var costs = RoundCosts.assumed
        costs.verify.refine(size: 1, context: 0, observed: 2)
        let before = allocation_count()
        for size in 1...8 { costs.verify.refine(size: size, context: 100, observed: 2) }
        #expect(allocation_count() == before)
    }

    @Test
    func `Rounds that draw at random allocate nothing`() throws {
        let engine = try Self.engine(EAGLE3Recipe.self, ["head": "demo/eagle3"], ChainTree(depth: 5))
        for sampling in [
            SamplingRule(temperature: 0.7), SamplingRule(temperature: 0.7, topK: 50, topP: 0.9, minP: 0.01),
        ] {
            let counts = try Self.allocations(of: engine, Self.rules(sampling))
            #expect(counts == [Int64](repeating: 0, count: counts.count))
        }
    }

    @Test
    func `Rounds with bias, penalties and suppressed end tokens allocate nothing`() throws {
        let engine = try Self.engine(
            EAGLE3Recipe.self, ["head": "demo/eagle3"], DynamicTree(depth: 5, topK: 4, totalTokens: 12))
        var rules = Self.rules()
        rules.logits = LogitRule(
            repetitionPenalty: 1.1, presencePenalty: 0.1, frequencyPenalty: 0.1, bias: [100: 1, 200: -5])
        rules.limits.minimumNewTokens = 400
        rules.limits.stopTokens = [0, 1, 2]
        let counts = try Self.allocations(of: engine, rules)
        #expect(counts.filter { $0 > 0 }.count <= 2, "\(counts)")
    }

    @Test
    func `Rounds of a small model allocate nothing`() throws {
        let engine = try Self.engine(SmallModelRecipe.self, ["model": "demo-small"], ChainTree(depth: 3))
        let counts = try Self.allocations(of: engine)
        #expect(counts == [Int64](repeating: 0, count: counts.count))
    }

    /// Its index grows with the text, so that now and then a round makes it larger.
    @Test
    func `Rounds of prompt lookup hardly ever allocate`() throws {
        let engine = try Self.engine(PromptLookup.self, [:], StaticTree(paths: Self.paths))
        let counts = try Self.allocations(of: engine)
        #expect(counts.filter { $0 > 0 }.count <= counts.count / 8)
    }

    private static var paths: [RankPath] { ["0", "1", "00", "01", "000"].compactMap { RankPath(digits: $0) } }

    private static func target() throws -> TransformerTarget {
        TransformerTarget(try Transformer(at: try #require(try BundledFiles.model("demo"))))
    }

    private static func engine<Recipe: DraftRecipe>(
        _: Recipe.Type, _ options: [String: String], _ builder: any TreeBuilder
    ) throws -> DecodingEngine {
        let members = options.map { name, text in
            OptionMember(name: name, place: .nowhere, value: OptionValue(.string(text), text: text, at: .nowhere))
        }
        var reader = OptionReader(members, at: .nowhere)
        let recipe = Recipe(from: &reader)
        let target = try target()
        let loading = DraftLoading(target: target, locate: { try #require(try BundledFiles.model($0)) })
        let costs = RoundCosts(
            verify: .line(first: 1, step: 0.005), read: .line(first: 0.01, step: 0.001),
            draft: .line(first: 0.01, step: 0.001), otherSeconds: 0)
        // Pinned, so that no clock decides how large a tree a round is the first to grow.
        let weighing = builder as? CostAwareTree
        return DecodingEngine(
            target: target, draft: try recipe.load(in: loading), builder: weighing?.weighing(costs) ?? builder,
            verifier: SamplingVerifier())
    }

    private static func rules(_ sampling: SamplingRule = SamplingRule()) -> DecodingRules {
        DecodingRules(sampling: sampling, limits: DecodingLimits(maximumNewTokens: 400, stopTokens: []))
    }

    /// How often the calling thread allocates in each round, once every buffer has met its largest batch.
    ///
    /// Keys and values take another page every 64 tokens; the rounds counted stay within one, the third.
    private static func allocations(of engine: DecodingEngine, _ rules: DecodingRules = rules()) throws -> [Int64] {
        var loop = try DecodingLoop(
            engine, DecodingRequest(prompt: Array(100..<110), rules: rules, random: SeededRandom(seed: 0)))
        var record = RoundRecord()
        while loop.emitted.count < 122 { try loop.round(into: &record) }
        var counts: [Int64] = []
        counts.reserveCapacity(200)
        while loop.emitted.count < 165 {
            let before = allocation_count()
            try loop.round(into: &record)
            counts.append(allocation_count() - before)
        }
        return counts
    }
}
