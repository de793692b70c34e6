import Autograd
import EAGLE3Plugin
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing
import Training

/// A head that starts from parts of its target.
struct TargetStartTests {
    private func head(
        _ folders: HeadFolders, from start: TrainingStart, proposing tokens: [Token]?,
        storage: WeightStorage = .stored
    ) throws -> any TrainableDraft {
        let target = TransformerTarget(
            try Transformer(at: folders.target.url, precision: ProductPrecision(storage)))
        let context = DraftLoading(target: target, locate: { _ in folders.head.url })
        return try EAGLE3Recipe(head: "tiny").trainable(in: context, from: start, seed: 5, proposing: tokens)
    }

    /// The numbers of the target's tensors, by name.
    private func targetNumbers(_ model: TinyModel) throws -> [String: [Float]] {
        var numbers: [String: [Float]] = [:]
        for tensor in model.tensors {
            let count = tensor.shape.reduce(1, *)
            let format = try #require(StorageFormat(named: tensor.type))
            numbers[tensor.name] =
                WeightMatrix(bytes: tensor.bytes, format: format, rows: 1, columns: count).widened()
        }
        return numbers
    }

    @Test(arguments: [WeightStorage.stored, .q8])
    func `The layer, the norms and the output rows are the target's, and the rest is the random start's`(
        storage: WeightStorage
    ) throws {
        let tiny = TinyEAGLE3()
        let folders = try tiny.folders()
        let tokens = (0..<10).map { Token(3 * $0 + 2) }
        let random = try head(folders, from: .random, proposing: tokens).parameters
        let started = try head(folders, from: .target, proposing: tokens, storage: storage).parameters
        let target = try targetNumbers(tiny.target)
        let last = "model.layers.\(tiny.target.layerCount - 1)"
        #expect(started.names == random.names)

        let same = [
            "midlayer.self_attn.o_proj.weight": "\(last).self_attn.o_proj.weight",
            "midlayer.mlp.gate_proj.weight": "\(last).mlp.gate_proj.weight",
            "midlayer.mlp.up_proj.weight": "\(last).mlp.up_proj.weight",
            "midlayer.mlp.down_proj.weight": "\(last).mlp.down_proj.weight",
            "midlayer.hidden_norm.weight": "\(last).input_layernorm.weight",
            "midlayer.post_attention_layernorm.weight": "\(last).post_attention_layernorm.weight",
            "norm.weight": "model.norm.weight",
        ]
        for (name, source) in same { #expect(started[name]?.values == target[source], "\(name)") }
        #expect(started["midlayer.input_layernorm.weight"] == random["midlayer.input_layernorm.weight"])

        let rows = try #require(target["lm_head.weight"])
        #expect(started["lm_head.weight"]?.values == tokens.flatMap { rows[Int($0) * 24..<Int($0 + 1) * 24] })

        for part in ["q", "k", "v"] {
            let name = "self_attn.\(part)_proj.weight"
            let found = try #require(started["midlayer.\(name)"])
            let noise = try #require(random["midlayer.\(name)"])
            let source = try #require(target["\(last).\(name)"])
            for row in 0..<found.rows {
                for column in 0..<24 {
                    #expect(found[row, column] == noise[row, column])
                    #expect(found[row, 24 + column] == source[row * 24 + column])
                }
            }
        }

        let fusion = try #require(started["fc.weight"])
        let noise = try #require(random["fc.weight"])
        for row in 0..<24 {
            for column in 0..<72 {
                let expected = noise[row, column] + (column == 48 + row ? 1 : 0)
                #expect(fusion[row, column] == expected)
            }
        }
    }

    @Test
    func `A head whose layer has other sizes than the target's is refused`() throws {
        var tiny = TinyEAGLE3()
        tiny.target.intermediateSize = 48
        let folders = try tiny.folders()
        let error = #expect(throws: ModelError.self) { try head(folders, from: .target, proposing: nil) }
        #expect(
            error?.description
                == "init: target: the head's intermediate_size is 40, and the target's 48: a head can start from its "
                + "target only where its layer has the target's sizes; start it at random")
    }
}
