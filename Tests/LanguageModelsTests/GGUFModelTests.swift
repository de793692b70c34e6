import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing

/// Models in GGUF files, written by llama.cpp's own converter, give the logits that transformers computes of the originals
/// (`Resources/gguf/models.py`).
struct GGUFModelTests {
    static let names = ["llama3", "mistral", "qwen2", "qwen3-yarn", "qwen3moe", "gemma2", "gemma3", "phi3-long"]

    private static let folder = Bundle.module.bundleURL.appendingPathComponent("Resources/gguf/models")

    private func expected(_ name: String) throws -> (tokens: [Int], logits: Matrix) {
        let file = try SafetensorsFile(contentsOf: Self.folder.appendingPathComponent("expected.safetensors"))
        let tokens = try #require(file.entries.first { $0.name == "\(name).tokens" })
        let logits = try #require(file.entries.first { $0.name == "\(name).logits" })
        let ids = file.bytes(of: tokens).withUnsafeBytes { bytes in
            (0..<tokens.count).map {
                Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self)))
            }
        }
        let stored = WeightMatrix(
            bytes: file.bytes(of: logits), format: .float32, rows: logits.shape[0], columns: logits.shape[1])
        return (ids, Matrix(stored.widened(), columns: logits.shape[1]))
    }

    @Test(arguments: names)
    func `Logits are the reference's`(name: String) throws {
        let (tokens, logits) = try expected(name)
        let model = try Transformer(at: Self.folder.appendingPathComponent("\(name).gguf"))
        var session = try TransformerSession(model)
        try session.run(tokens, in: .causal(past: 0, rows: tokens.count, route: .rowExact), logits: .all)
        #expect(difference(session.logits, logits).absolute <= 2e-4)
    }

    @Test
    func `What is left to the weights is coarse where they are blocks of a few bits, and exact elsewhere`() throws {
        let file = Self.folder.appendingPathComponent("qwen2.gguf")
        for (storage, blocks) in [(WeightStorage.stored, false), (.bf16, false), (.q8, true), (.q4, true)] {
            let precision = ProductPrecision(storage, inputs: nil, keyValues: nil)
            let explicit = ProductPrecision(
                storage, inputs: blocks ? .q8 : .full, keyValues: blocks ? .bf16 : .f32)
            #expect(precision.description == "dtype \(storage.rawValue), inputs auto, kv_dtype auto")
            let logits = try [precision, explicit].map { precision in
                let model = try Transformer(at: file, precision: precision)
                #expect(model.keyValues == (blocks ? .bf16 : .f32))
                var session = try TransformerSession(model)
                try session.run([1, 2, 3, 4], in: .causal(past: 0, rows: 4, route: .rowExact), logits: .all)
                return session.logits
            }
            #expect(difference(logits[0], logits[1]).absolute == 0)
        }
        #expect(ProductPrecision(inputs: nil).inputs(for: .q8_0) == .q8)
        #expect(ProductPrecision(inputs: nil).inputs(for: .bfloat16) == .full)
        #expect(ProductPrecision(inputs: .bf16).inputs(for: .q8_0) == .bf16)
    }
}
