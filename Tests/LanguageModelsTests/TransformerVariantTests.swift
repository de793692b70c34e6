import Foundation
import LanguageModels
import ModelTestKit
import Tensors
import Testing

/// Every switch of the families, on random weights, against the formulas written out.
struct TransformerVariantTests {
    private static let tokens = [3, 41, 0, 49, 7, 7, 22, 13, 30]

    static let variants: [String: TinyModel] = {
        var all = ["llama": TinyModel()]
        func variant(_ name: String, _ change: (inout TinyModel) -> Void) {
            var model = TinyModel()
            change(&model)
            all[name] = model
        }
        variant("attention biases") {
            ($0.hasInputBias, $0.hasOutputBias) = (true, true)
            $0.extraConfiguration = ["\"attention_bias\": true"]
        }
        variant("feed-forward biases") {
            $0.hasFeedForwardBias = true
            $0.extraConfiguration = ["\"mlp_bias\": true"]
        }
        variant("tied embeddings") { $0.tiesEmbeddings = true }
        variant("wide heads") { $0.headWidth = 14 }
        variant("one key-value head") { $0.groupCount = 1 }
        variant("as many key-value heads") { $0.groupCount = 4 }
        variant("bfloat16") { $0.isBfloat16 = true }
        variant("qwen2") { ($0.modelType, $0.hasInputBias) = ("qwen2", true) }
        variant("qwen3") { ($0.modelType, $0.hasHeadNorms) = ("qwen3", true) }
        return all
    }()

    private func logits(_ model: Transformer, route: ProductRoute) throws -> Matrix {
        var session = try TransformerSession(model)
        try session.run(
            Self.tokens, in: .causal(past: 0, rows: Self.tokens.count, route: route), logits: .all)
        return session.logits
    }

    @Test(arguments: variants.keys.sorted(), [ProductRoute.rowExact, .throughput])
    func `Logits agree with the formulas`(variant: String, route: ProductRoute) throws {
        let tiny = try #require(Self.variants[variant])
        let folder = try tiny.folder()
        let actual = try logits(Transformer(folder: folder.url), route: route)
        for (row, expected) in ReferenceTransformer(tiny).logits(Self.tokens).enumerated() {
            let error = zip(actual[row], expected).map { abs(Double($0) - $1) }.max()
            #expect(try #require(error) < 1e-4, "row \(row)")
        }
    }

    @Test
    func `A sharded checkpoint gives the logits of the whole one, to the bit`() throws {
        let tiny = TinyModel()
        let whole = try tiny.folder()
        let expected = try logits(Transformer(folder: whole.url), route: .rowExact)
        for count in [1, 2, 3] {
            let sharded = try tiny.folder(shards: count)
            #expect(try logits(Transformer(folder: sharded.url), route: .rowExact).values == expected.values)
        }
    }

    @Test
    func `Forgetting tokens and reading others gives what reading those alone does`() throws {
        let folder = try TinyModel().folder()
        let model = try Transformer(folder: folder.url)
        func read(_ tokens: ArraySlice<Int>, by session: inout TransformerSession) throws -> [Float] {
            for token in tokens {
                let past = session.cache.length
                try session.run([token], in: .causal(past: past, rows: 1, route: .rowExact), logits: .last)
                session.cache.append(1)
            }
            return Array(session.logits.values)
        }
        var plain = try TransformerSession(model)
        let expected = try read(Self.tokens[...], by: &plain)

        var session = try TransformerSession(model)
        _ = try read(Self.tokens[..<4], by: &session)
        _ = try read([1, 2, 3, 4, 5, 6], by: &session)
        session.cache.rewind(to: 4)
        #expect(session.cache.length == 4)
        #expect(try read(Self.tokens[4...], by: &session) == expected)
        session.cache.rewind(to: 0)
        #expect(try read(Self.tokens[...], by: &session) == expected)
    }
}
