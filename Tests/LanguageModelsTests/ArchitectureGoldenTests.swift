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
        for (storage, bound) in [(WeightStorage.bf16, Float(0.03)), (.q8, 0.08), (.q4, 0.4)] {
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

    /// The target's scores after a text that is read at once.
    private func expected(_ target: TransformerTarget, after text: [Token]) throws -> [Float] {
        var sequence = try target.begin(providing: nil)
        return Array(try sequence.append(text).scores.row(0))
    }

    private func differ(_ left: some Sequence<Float>, _ right: [Float]) -> Float {
        zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    /// As transformers' generation does.
    @Test
    func `A target's text that outgrows the short ones is read anew, and again where it is taken back`() throws {
        let target = TransformerTarget(try session("phi3-short-tiny").model)
        let tokens = (0..<80).map { 3 + $0 }
        var sequence = try target.begin(providing: nil)
        _ = try sequence.append(Array(tokens[..<60]))
        #expect(sequence.depthLimit == 3)
        var changes: [Float] = []
        for count in 60..<75 {
            let scores = try sequence.score(TokenTree(root: tokens[count]))
            let text = Array(tokens[...count])
            #expect(differ(scores.row(0), try expected(target, after: text)) < 1e-4, "\(count + 1) tokens")
            _ = try sequence.keep([0])
            changes.append(differ(scores.row(0), try expected(target, after: Array(text.dropLast()))))
        }
        #expect(sequence.depthLimit == .max && changes.allSatisfy { $0 > 1e-2 })
        sequence.rewind(to: 40)
        let back = try sequence.append(Array(tokens[40..<50])).scores
        #expect(differ(back.row(0), try expected(target, after: Array(tokens[..<50]))) < 1e-4)
        let again = try sequence.append(Array(tokens[50..<70])).scores
        #expect(differ(again.row(0), try expected(target, after: Array(tokens[..<70]))) < 1e-4)
    }

    @Test
    func `A tree ends where short texts do, and a prompt in pieces is one text`() throws {
        let target = TransformerTarget(try session("phi3-short-tiny").model)
        let tokens = (0..<80).map { 3 + $0 }
        var sequence = try target.begin(providing: nil)
        _ = try sequence.append(Array(tokens[..<62]))
        var tree = TokenTree(root: 5)
        for _ in 0..<2 {
            var child = Candidates()
            child.append(9, after: tree.count - 1, logProbability: nil)
            tree.attach(child)
        }
        #expect(
            complaint { _ = try sequence.score(tree) }
                == "a tree of depth 2 after 62 tokens is partly beyond the 64 of a short text, and the model rotates all of a "
                + "longer one otherwise (longrope)")
        var pieces = try target.begin(providing: nil)
        pieces.expect(80)
        _ = try pieces.append(Array(tokens[..<30]))
        _ = try pieces.append(Array(tokens[30..<64]))
        let last = try pieces.append(Array(tokens[64...])).scores
        #expect(differ(last.row(0), try expected(target, after: tokens)) < 1e-4)
    }
}
