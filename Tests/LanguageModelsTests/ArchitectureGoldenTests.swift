import Foundation
import LanguageModels
import Speculation
import Tensors
import Testing

/// Agreement of every family and kind of rope with what transformers computes in float32 of small random models
/// (`Resources/architectures/make.py` makes them).
struct ArchitectureGoldenTests {
    static let names = [
        "gemma2-tiny", "gemma3-tiny", "mistral-tiny", "phi3-long-tiny", "phi3-window-tiny", "qwen2-window-tiny",
        "qwen3-moe-tiny", "qwen3-moe-window-tiny", "qwen3-yarn-tiny", "llama-dynamic-tiny", "qwen2-yarn-tiny",
        "mistral-yarn-tiny", "gemma2-yarn-tiny", "qwen3-dynamic-tiny", "phi3-short-tiny", "llama-longrope-tiny",
    ]

    static func golden(_ name: String) throws -> GoldenModel { try GoldenModel(name, in: "architectures") }

    @Test(arguments: names, [ProductRoute.rowExact, .throughput])
    func `Logits and hidden states agree with the reference`(name: String, route: ProductRoute) throws {
        let golden = try Self.golden(name)
        let request = FeatureRequest(layers: golden.layers, finalState: true)
        var session = try TransformerSession(Transformer(at: golden.folder), capturing: request)
        let batch = LayerBatch.causal(past: 0, rows: golden.tokens.count, route: route)
        try session.run(golden.tokens, in: batch, logits: .all)
        #expect(difference(session.logits, try golden.matrix("logits")).absolute <= 1e-3)
        #expect(difference(session.finalStates, try golden.matrix("final")).relative < 1e-3)
        let width = session.model.configuration.hiddenSize
        for (place, layer) in golden.layers.enumerated() {
            let expected = try golden.matrix("hidden_in_layer_\(layer)")
            var actual = Matrix(rows: expected.rows, columns: width)
            for row in 0..<expected.rows {
                let states = session.layerStates[row].dropFirst(place * width).prefix(width)
                actual.setRow(row, to: states)
            }
            #expect(difference(actual, expected).relative < 1e-3, "layer \(layer)")
        }
    }

    @Test(arguments: names)
    func `The greedy continuation of 40 tokens is the reference's`(name: String) throws {
        let golden = try Self.golden(name)
        #expect(golden.greedy.count == 40)
        var session = try TransformerTarget(Transformer(at: golden.folder)).begin(providing: nil)
        var emitted = [SamplingRule.argmax(try session.append(golden.prompt).scores.row(0))]
        while emitted.count < golden.greedy.count {
            let scores = try session.score(TokenTree(root: emitted[emitted.count - 1]))
            _ = try session.keep([0])
            emitted.append(SamplingRule.argmax(scores.row(0)))
        }
        #expect(emitted == golden.greedy)
    }

    @Test(arguments: names)
    func `The plan's projections and tables are the file's matrices`(name: String) throws {
        let golden = try Self.golden(name)
        let configuration = try ModelConfiguration(folder: golden.folder)
        let file = try SafetensorsFile(contentsOf: golden.folder.appendingPathComponent("model.safetensors"))
        let stored = file.entries.filter { $0.shape.count == 2 }.reduce(0) { $0 + $1.count }
        let tables = (configuration.tiesEmbeddings ? 1 : 2) * configuration.vocabularySize * configuration.hiddenSize
        let planned = configuration.projections.reduce(tables) { $0 + $1.rows * $1.columns * $1.count }
        #expect(planned == stored)
        #expect(configuration.projections.allSatisfy { (1...$0.count).contains($0.passed) })
    }

    @Test(arguments: names, WeightStorage.allCases)
    func `A model of random weights runs, however they are stored`(name: String, storage: WeightStorage) throws {
        let configuration = try ModelConfiguration(folder: Self.golden(name).folder)
        let model = try Transformer(
            named: "random \(name)", configuration, random: RandomTensors(format: .bfloat16),
            precision: ProductPrecision(storage))
        var session = try TransformerSession(model)
        try session.read((0..<20).map { $0 % configuration.vocabularySize })
        #expect(session.logits.rows == 1)
    }

    /// Expert and fused matrices are stored as copies too; what is computed then is near what the file says.
    @Test(arguments: names)
    func `Rounded weights give nearly the same logits, and not the same`(name: String) throws {
        let golden = try Self.golden(name)
        let expected = try golden.matrix("logits")
        let scale = expected.values.reduce(0) { $0 + abs($1) }
        for (storage, bound) in [(WeightStorage.bf16, Float(0.03)), (.q8, 0.08)] {
            let model = try Transformer(at: golden.folder, precision: ProductPrecision(storage))
            var session = try TransformerSession(model)
            let batch = LayerBatch.causal(past: 0, rows: golden.tokens.count, route: .rowExact)
            try session.run(golden.tokens, in: batch, logits: .all)
            // On average: where experts score almost alike, rounding chooses another one.
            let error = zip(session.logits.values, expected.values).reduce(0) { $0 + abs($1.0 - $1.1) } / scale
            #expect(error < bound && error > 1e-4, "\(storage): \(error)")
        }
    }
}

/// Texts of models that rotate long ones otherwise.
struct LongTextTests {
    private func session(_ name: String) throws -> TransformerSession {
        try TransformerSession(Transformer(at: ArchitectureGoldenTests.golden(name).folder))
    }

    private func complaint(_ body: () throws -> Void) -> String {
        let message = (#expect(throws: ModelError.self) { try body() })?.description ?? ""
        return message.range(of: ": ").map { String(message[$0.upperBound...]) } ?? message
    }

    /// Of "phi3-short-tiny" 64 tokens are short, and the context is 256.
    @Test
    func `A short text does not outgrow its divisors, and one that begins long does not go back`() throws {
        let tokens = (0..<70).map { 3 + $0 }
        var short = try session("phi3-short-tiny")
        #expect(short.limit(readingAtOnce: 64) == 64)
        #expect(short.limit(readingAtOnce: 65) == 256)
        try short.read(Array(tokens[..<60]))
        try short.read(Array(tokens[60..<64]))
        #expect(
            complaint { try short.read([1]) }
                == "a text that began with 60 tokens cannot grow to 65: beyond 64 the model rotates all of a text otherwise "
                + "(longrope), so give it a longer prompt at once")
        let target = TransformerTarget(short.model)
        var sequence = try target.begin(providing: nil)
        _ = try sequence.append(Array(tokens[..<64]))
        #expect(complaint { _ = try sequence.score(TokenTree(root: 1)) }.hasPrefix("a text that began with 64 tokens"))

        var long = try session("phi3-short-tiny")
        try long.read(Array(tokens[..<66]))
        try long.read(Array(tokens[66...]))
        long.cache.rewind(to: 66)
        try long.read([1])
        long.cache.rewind(to: 10)
        let refusal = complaint { try long.read([1]) }
        #expect(refusal.hasPrefix("a text that began with 66 tokens cannot be taken back to 10"))
        // From nothing it may begin anew, as a short one.
        long.cache.rewind(to: 0)
        try long.read(Array(tokens[..<20]))
        var fresh = try session("phi3-short-tiny")
        try fresh.read(Array(tokens[..<20]))
        #expect(long.logits.values == fresh.logits.values)
    }
}
