import Decoding
import DynamicTree
import GreedyVerifier
import LanguageModels
import Speculation
import Tensors
import Testing

/// Decoding with 8-bit weights is exact for the rounded model, and the rounded model is near the stored one.
struct QuantisedTests {
    @Test
    func `A tree of an 8-bit head yields what the 8-bit target yields alone, to the bit`() throws {
        let demo = try DemoEngine(format: .q8)
        let engines = [
            try demo.engine(builder: DynamicTree(depth: 5, topK: 4, totalTokens: 12), verifier: GreedyVerifier()),
            try demo.engine(builder: DynamicTree(depth: 8, topK: 10, totalTokens: 60), verifier: GreedyVerifier()),
        ]
        let plain = DecodingEngine(
            target: demo.target, draft: nil, builder: nil, verifier: GreedyVerifier(), sampling: SamplingRule())
        for prompt in try ReferenceTreeTests.cases().prefix(3).map(\.prompt) {
            let expected = try decode(plain, prompt)
            for engine in engines { #expect(try decode(engine, prompt) == expected) }
        }
    }

    @Test
    func `Logits of 8-bit weights are within a tenth of the logits' spread`() throws {
        let tokens = try ReferenceTreeTests.cases()[0].prompt
        let stored = try logits(.stored, tokens)
        let rounded = try logits(.q8, tokens)
        let mean = stored.reduce(0, +) / Float(stored.count)
        let spread = (stored.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(stored.count)).squareRoot()
        let differences = zip(stored, rounded).map { abs($0 - $1) }
        let typical = (differences.reduce(0) { $0 + $1 * $1 } / Float(differences.count)).squareRoot()
        #expect(typical > 0)
        #expect(typical < 0.02 * spread, "typical \(typical / spread) of the spread")
        #expect((differences.max() ?? .infinity) < 0.1 * spread, "largest \((differences.max() ?? 0) / spread)")
    }

    private func decode(_ engine: DecodingEngine, _ prompt: [Token]) throws -> [Token] {
        var loop = try DecodingLoop(
            engine, prompt: prompt, limits: DecodingLimits(maximumNewTokens: 40, stopTokens: []),
            random: SeededRandom(seed: 0))
        while loop.finish == nil { _ = try loop.observedRound() }
        return loop.emitted
    }

    private func logits(_ format: WeightFormat, _ tokens: [Token]) throws -> [Float] {
        var session = try TransformerSession(DemoEngine(format: format).target.model)
        try session.run(tokens, in: .causal(past: 0, rows: tokens.count, route: .rowExact), logits: .all)
        return Array(session.logits.values)
    }
}
