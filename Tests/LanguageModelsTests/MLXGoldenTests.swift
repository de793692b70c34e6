import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing

/// Folders that MLX packed, against what transformers computes with weights that NumPy unpacked (`Resources/mlx/make.py`).
struct MLXGoldenTests {
    private static let names = ["mlx-4bit-tiny", "mlx-8bit-tiny", "mlx-mixed-tiny", "mlx-odd-tiny"]

    @Test(arguments: names, [ProductRoute.rowExact, .throughput])
    func `Logits and hidden states agree with the reference`(name: String, route: ProductRoute) throws {
        let golden = try GoldenModel(name, in: "mlx")
        let request = FeatureRequest(layers: golden.layers, finalState: true)
        var session = try TransformerSession(Transformer(at: golden.folder), capturing: request)
        try session.run(
            golden.tokens, in: .causal(past: 0, rows: golden.tokens.count, route: route), logits: .all)
        // Inputs of products with blocks of few bits are rounded to 16 bits.
        #expect(difference(session.logits, try golden.matrix("logits")).relative <= 2e-4)
        #expect(difference(session.layerStates, try golden.matrix("hidden_in_layer_1")).relative < 1e-4)
    }

    @Test(arguments: names)
    func `The greedy continuation is the reference's`(name: String) throws {
        let golden = try GoldenModel(name, in: "mlx")
        var session = try TransformerSession(Transformer(at: golden.folder))
        try session.read(golden.prompt)
        var emitted: [Int] = []
        while emitted.count < golden.greedy.count {
            emitted.append(SamplingRule.argmax(session.logits[0]))
            try session.read([emitted[emitted.count - 1]])
        }
        #expect(emitted == golden.greedy)
    }

    /// Up to four bits become five bits a number, and five six; what half precision cannot hold, and eight bits, become singles.
    @Test
    func `Weights take the memory of their blocks`() throws {
        func formats(_ name: String) throws -> [String: StorageFormat?] {
            let files = ModelFiles.folder(try GoldenModel(name, in: "mlx").folder)
            let checkpoint = try files.checkpoint()
            return Dictionary(uniqueKeysWithValues: checkpoint.names.map { ($0, checkpoint.format(of: $0)) })
        }
        let four = try formats("mlx-4bit-tiny")
        #expect(four["model.layers.0.mlp.down_proj.weight"]??.name == "Q4_1")
        #expect(four["model.embed_tokens.weight"]??.name == "Q4_1")
        #expect(four["model.norm.weight"]??.name == "BF16")
        #expect(four["model.embed_tokens.scales"] == nil)
        #expect(try formats("mlx-8bit-tiny")["lm_head.weight"]??.name == "F32")
        let mixed = try formats("mlx-mixed-tiny")
        #expect(mixed["model.layers.0.mlp.down_proj.weight"]??.name == "F32")
        #expect(mixed["model.layers.1.mlp.down_proj.weight"]??.name == "Q4_1")
        #expect(mixed["model.layers.1.self_attn.o_proj.weight"]??.name == "BF16")
        let odd = try formats("mlx-odd-tiny")
        #expect(odd["model.layers.0.self_attn.q_proj.weight"]??.name == "Q4_1")
        #expect(odd["model.layers.0.mlp.up_proj.weight"]??.name == "Q5_1")
        #expect(odd["lm_head.weight"]??.name == "F32")
    }

    /// Two rows of 32 numbers of 4 bits, with parts that do not fit each other.
    @Test(arguments: [
        ([2, 4], [2, 1], [2, 1], nil),
        ([2, 4], [2, 1], [1, 2], "has shape [2, 4], its scales [2, 1] of F32 and its biases [1, 2] of F32"),
        ([2, 4], [1, 1], [1, 1], "has shape [2, 4], its scales [1, 1] of F32 and its biases [1, 1] of F32"),
        (
            [2, 7], [2, 1], [2, 1],
            "has 7 words in a row for 1 groups of 32 numbers, which is none of 2, 3, 4, 5, 6, 8 bits each"
        ),
        ([2, 4], [2, 0], [2, 0], "has shape [2, 4], its scales [2, 0] of F32 and its biases [2, 0] of F32"),
        ([2, 4], [2, 1], [], "lacks its scales or biases in this file"),
    ])
    func `Parts that do not fit are refused`(
        words: [Int], scales: [Int], biases: [Int], problem: String?
    ) throws {
        var tiny = TinyModel()
        tiny.extraConfiguration = ["\"quantization\": {\"group_size\": 32, \"bits\": 4}"]
        let folder = try tiny.folder()
        func floats(_ name: String, _ shape: [Int]) -> [StoredTensor] {
            shape.isEmpty ? [] : [StoredTensor(name, shape: shape, [Float](repeating: 1, count: shape.reduce(1, *)))]
        }
        let tensors =
            [StoredTensor("a.weight", type: "U32", shape: words, bytes: Data(count: 4 * words.reduce(1, *)))]
            + floats("a.scales", scales) + floats("a.biases", biases)
        try folder.write(SafetensorsBytes(tensors).data, to: "model.safetensors")
        guard let problem else {
            #expect(try ModelFiles.folder(folder.url).checkpoint().entry("a.weight")?.shape == [2, 32])
            return
        }
        let error = #expect(throws: ModelError.self) { try ModelFiles.folder(folder.url).checkpoint() }
        #expect(
            error?.description
                == "\(folder.path)/model.safetensors: tensor 'a.weight', packed by MLX, \(problem)")
    }
}
