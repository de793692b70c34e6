import Benchmarks
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing

/// Shapes by name and by file, and what is refused.
struct ModelShapeTests {
    @Test
    func `The named shapes have the sizes of the published models`() throws {
        let small = try ModelShape("llama-1b").configuration
        #expect(
            small.parameterCount == 1_099_956_224 && small.readParameterCount == small.parameterCount - 65_536_000)
        let large = try ModelShape("llama-8b").configuration
        #expect((8_029_000_000..<8_031_000_000).contains(large.parameterCount))
        #expect(large.headWidth == 128 && small.headWidth == 64)
    }

    @Test
    func `A configuration file gives a shape, and random weights make it a model`() throws {
        var tiny = TinyModel()
        tiny.layerCount = 3
        let folder = try tiny.folder()
        let shape = try ModelShape(folder.file("config.json").path)
        #expect(shape.configuration.layerCount == 3 && shape.configuration.vocabularySize == 50)
        let kinds =
            StorageFormat.floats.map { ModelWeights(format: $0) }
            + [.q8, .q4].map { ModelWeights(format: .bfloat16, precision: ProductPrecision($0)) }
        for weights in kinds {
            var session = try TransformerSession(shape.model(of: weights))
            try session.run([1, 2, 3], in: .causal(past: 0, rows: 3, route: .rowExact), logits: .all)
            #expect(session.logits.rows == 3)
            #expect(Set(session.logits.values).count > 100, "the logits of \(weights.name) hardly differ")
            let head = weights.precision.storage.format(
                of: weights.format, columns: shape.configuration.hiddenSize, isSensitive: true)
            #expect(session.model.outputHead.format == head)
            #expect(session.model.embedding.format == weights.format)
        }
    }

    @Test
    func `Experts count, however absurdly many, and are refused where memory does not hold them`() throws {
        func shape(experts: Int) throws -> ModelShape {
            var tiny = TinyModel()
            tiny.modelType = "qwen3_moe"
            tiny.extraConfiguration = [
                "\"num_experts\": \(experts)", "\"num_experts_per_tok\": 2", "\"moe_intermediate_size\": 2000000",
            ]
            let folder = try TemporaryFolder()
            try folder.write(tiny.configuration, to: "config.json")
            return try ModelShape(folder.file("config.json").path)
        }
        let thousand = try shape(experts: 1000)
        let experts = 2 * 1000 * 3 * 24 * 2_000_000
        let rest = 2 * (24 * 24 * 2 + 24 * 12 * 2 + 1000 * 24) + 2 * 50 * 24
        #expect(thousand.configuration.parameterCount == experts + rest)
        for large in [thousand, try shape(experts: 2_000_000_000)] {
            #expect(throws: BenchmarkError.self) { try large.model(of: ModelWeights(format: .bfloat16)) }
        }
    }

    @Test
    func `An unknown shape lists the known ones and the nearest`() {
        let error = #expect(throws: BenchmarkError.self) { try ModelShape("lama-8b") }
        #expect(
            error?.description
                == "there is no shape and no file 'lama-8b'; did you mean 'llama-8b'? (known: llama-1b, llama-8b)")
    }

    @Test
    func `A model that does not fit the memory is refused before anything is made`() throws {
        // 8 bits and a scale: a little over half, the embedding table left as it is.
        for (storage, name, size) in [(WeightStorage.stored, "bf16", "15."), (.q8, "q8", "8.")] {
            let weights = ModelWeights(format: .bfloat16, precision: ProductPrecision(storage))
            let error = #expect(throws: BenchmarkError.self) {
                try ModelShape("llama-8b").model(of: weights, availableBytes: 9_000_000_000)
            }
            let text = try #require(error?.description)
            #expect(text.hasPrefix("the weights of llama-8b in \(name) and of a draft head take \(size)"), "\(text)")
            #expect(text.hasSuffix("and 8.4 GiB of memory are free"), "\(text)")
        }
    }

    @Test
    func `Random numbers are finite, of the stated size, and different from tensor to tensor`() throws {
        func numbers(_ name: String, _ format: StorageFormat) throws -> [Float] {
            var reader = TensorReader(Checkpoint(named: "random", random: RandomTensors(format: format)))
            return try reader.matrix(name, rows: 16, columns: 64).widened()
        }
        for format in StorageFormat.floats {
            let first = try numbers("a", format)
            #expect(first.allSatisfy { abs($0) >= 0.0625 && abs($0) < 0.125 }, "\(format)")
            #expect(first.contains { $0 < 0 } && first.contains { $0 > 0 } && Set(first).count > 100)
            #expect(try first != numbers("b", format))
            #expect(try first == numbers("a", format))
        }
    }
}
