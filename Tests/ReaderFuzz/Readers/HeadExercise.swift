import BuiltinPlugins
import Decoding
import EAGLE3Plugin
import Foundation
import GreedyPlugin
import LanguageModels
import ModelTestKit
import Runtime
import Speculation
import Strategies
import Tensors
import Training

/// EAGLE-3 heads' folders in each layout: a head that is accepted drafts for its target and can be stored.
struct HeadExercise: ReaderExercise {
    static let name = "head"

    private let registry: PluginRegistry
    private let target: TransformerTarget
    private let targetFolder: TemporaryFolder

    init() throws {
        registry = try BuiltinPlugins.registry()
        var model = TinyModel.smallest
        model.layerCount = 8
        targetFolder = try model.folder()
        target = TransformerTarget(try Transformer(at: targetFolder.url))
    }

    /// A new head of random weights, as this toolkit writes it.
    func samples(in corpus: URL) throws -> [Sample] {
        let value = OptionValue(.string("new"), text: "new", at: .nowhere)
        var reader = OptionReader([OptionMember(name: "head", place: .nowhere, value: value)], at: .nowhere)
        let recipe = EAGLE3Recipe(from: &reader)
        let context = DraftLoading(target: target, locate: { _ in URL(fileURLWithPath: "/") })
        let draft = try recipe.trainable(in: context, from: .random, seed: 1, proposing: [1, 3, 4, 7, 9, 12])
        return try DraftLayout.heads.map { layout in
            Sample(
                name: layout.rawValue,
                files: try draft.files(in: layout, storing: .float32).map { ($0.name, [UInt8]($0.content)) })
        }
    }

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let folder = files[0].deletingLastPathComponent()
        let head = try StoredHeads(readBy: "eagle3", in: registry, for: target).head(in: folder)
        for layout in DraftLayout.heads {
            attempts("exports") { _ in _ = try head.files(in: layout, storing: head.exactFormat) }
        }
        let engine = DecodingEngine(
            target: target, draft: try head.policy(), builder: try tree(), verifier: GreedyVerifier())
        var generation = BatchedGeneration(engine)
        try generation.add(
            DecodingRequest(
                prompt: [1, 2, 3], rules: DecodingRules(limits: DecodingLimits(maximumNewTokens: 6, stopTokens: [])),
                random: SeededRandom(seed: 0)), number: 0)
        while generation.count > 0 { generation.step() }
        let text = try generation.takeFinished().first?.text.tokens.count
        try Attempts.demand(text == 6, "its draft decodes \(text ?? 0) of 6 tokens")
    }

    private func tree() throws -> (any TreeBuilder)? {
        let strategy =
            "target: {model: demo}\ndraft: {policy: eagle3, head: demo/eagle3}\n"
            + "tree: {builder: dynamic, depth: 3, top_k: 2, total_tokens: 5}\nverify: {verifier: greedy}\n"
        return try StrategyLocator(registry: registry).reader.read(text: strategy, name: "tree").builder?.product
    }
}
