import EAGLE3Plugin
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing
import Training

/// New heads for targets that are not built as heads are: with experts, windows, more norms, fused matrices, other ropes.
struct NewHeadFamilyTests {
    private static let experts = "\"num_experts\": 4, \"num_experts_per_tok\": 2, \"moe_intermediate_size\": 8"
    private static let factors = "[1, 1.5, 2, 2.5]"
    private static let families = [
        ("qwen3_moe", experts), ("gemma3_text", "\"sliding_window\": 5"),
        (
            "phi3",
            """
            "original_max_position_embeddings": 16,
            "rope_scaling": {"type": "longrope", "short_factor": \(factors), "long_factor": \(factors)}
            """
        ),
    ]

    private func target(_ type: String, _ members: String) throws -> TransformerTarget {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            {"model_type": "\(type)", "hidden_size": 32, "intermediate_size": 24, "num_hidden_layers": 3,
             "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "vocab_size": 40,
             "max_position_embeddings": 64, \(members)}
            """, to: "config.json")
        return TransformerTarget(
            try Transformer(
                named: type, ModelConfiguration(folder: folder.url), random: RandomTensors(format: .float32)))
    }

    private func made(for target: TransformerTarget, from start: TrainingStart) throws -> any TrainableDraft {
        let context = DraftLoading(target: target, locate: { URL(fileURLWithPath: $0) })
        return try EAGLE3Recipe(head: "new", featureLayers: [0, 2]).trainable(
            in: context, from: start, seed: 1, proposing: nil)
    }

    @Test(arguments: families)
    func `A new head is stored and loads again`(type: String, members: String) throws {
        let target = try target(type, members)
        let made = try made(for: target, from: .random)
        let folder = try TemporaryFolder()
        for file in try made.files(in: .speculators, storing: .float32) {
            try file.content.write(to: folder.url.appendingPathComponent(file.name))
        }
        let context = DraftLoading(target: target, locate: { _ in folder.url })
        let again = try EAGLE3Recipe(head: "mine").trainable(in: context, from: .head, seed: 0, proposing: nil)
        #expect(again.parameters == made.parameters)
    }

    @Test(arguments: families)
    func `It cannot start from parts that are not a head's`(type: String, members: String) throws {
        let target = try target(type, members)
        let error = #expect(throws: ModelError.self) { try made(for: target, from: .target) }
        let expected = "init: target: the target's last layer has other parts than a head's"
        #expect(error?.description.hasPrefix(expected) == true)
    }

    @Test
    func `A head of another rope is refused`() throws {
        var tiny = TinyEAGLE3()
        tiny.extra["rope_scaling"] =
            "{\"type\": \"longrope\", \"short_factor\": [1, 2, 3], \"long_factor\": [1, 2, 3]}"
        let folders = try tiny.folders()
        let target = TransformerTarget(try Transformer(at: folders.target.url))
        let context = DraftLoading(target: target, locate: { _ in folders.head.url })
        let error = #expect(throws: ModelError.self) {
            try EAGLE3Recipe(head: "tiny").trainable(in: context, from: .head, seed: 0, proposing: nil)
        }
        #expect(error?.description.contains("rope type 'longrope' is not supported in heads") == true)
    }
}
