import Decoding
import DynamicPlugin
import GreedyPlugin
import LanguageModels
import Speculation
import Tensors
import Testing

/// Decoding with 8-bit weights, or with rounded inputs, is exact for the model that rounds, and that is near the stored one.
struct QuantisedTests {
    static let precisions = [
        ProductPrecision(.q8), ProductPrecision(.q8, inputs: .q8), ProductPrecision(.stored, inputs: .bf16),
        ProductPrecision(.stored, inputs: .q8), ProductPrecision(.bf16, inputs: .bf16),
    ]

    @Test(arguments: precisions + [ProductPrecision(.q4), ProductPrecision(.q4, inputs: .q8, keyValues: .bf16)])
    func `A tree of a head that rounds yields what the target that rounds yields alone`(
        precision: ProductPrecision
    ) throws {
        let demo = try DemoEngine(precision: precision)
        let engines = [
            try demo.engine(builder: DynamicTree(depth: 5, topK: 4, totalTokens: 12), verifier: GreedyVerifier()),
            try demo.engine(builder: DynamicTree(depth: 8, topK: 10, totalTokens: 60), verifier: GreedyVerifier()),
        ]
        let plain = DecodingEngine(
            target: demo.target, draft: nil, builder: nil, verifier: GreedyVerifier())
        for prompt in try ReferenceTreeTests.cases().prefix(3).map(\.prompt) {
            let expected = try decode(plain, prompt)
            for engine in engines { #expect(try decode(engine, prompt) == expected) }
        }
    }

    @Test(arguments: precisions)
    func `Logits of a model that rounds are within a tenth of the logits' spread`(precision: ProductPrecision) throws {
        let tokens = try ReferenceTreeTests.cases()[0].prompt
        let stored = try logits(ProductPrecision(), tokens)
        let rounded = try logits(precision, tokens)
        let mean = stored.reduce(0, +) / Float(stored.count)
        let spread = (stored.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(stored.count)).squareRoot()
        let differences = zip(stored, rounded).map { abs($0 - $1) }
        let typical = (differences.reduce(0) { $0 + $1 * $1 } / Float(differences.count)).squareRoot()
        #expect(typical > 0)
        #expect(typical < 0.02 * spread, "typical \(typical / spread) of the spread")
        #expect((differences.max() ?? .infinity) < 0.1 * spread, "largest \((differences.max() ?? 0) / spread)")
    }

    private func decode(_ engine: DecodingEngine, _ prompt: [Token]) throws -> [Token] {
        let rules = DecodingRules(limits: DecodingLimits(maximumNewTokens: 40, stopTokens: []))
        var loop = try DecodingLoop(
            engine, DecodingRequest(prompt: prompt, rules: rules, random: SeededRandom(seed: 0)))
        while loop.finish == nil { _ = try loop.observedRound() }
        return loop.emitted
    }

    private func logits(_ precision: ProductPrecision, _ tokens: [Token]) throws -> [Float] {
        var session = try TransformerSession(DemoEngine(precision: precision).target.model)
        try session.run(tokens, in: .causal(past: 0, rows: tokens.count, route: .rowExact), logits: .all)
        return Array(session.logits.values)
    }
}
