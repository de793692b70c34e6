import Foundation
import LanguageModels
import ModelTestKit
import Speculation
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
        let actual = try logits(Transformer(at: folder.url), route: route)
        for (row, expected) in ReferenceTransformer(tiny).logits(Self.tokens).enumerated() {
            let error = zip(actual[row], expected).map { abs(Double($0) - $1) }.max()
            #expect(try #require(error) < 1e-4, "row \(row)")
        }
    }

    @Test
    func `A sharded checkpoint gives the logits of the whole one, to the bit`() throws {
        let tiny = TinyModel()
        let whole = try tiny.folder()
        let expected = try logits(Transformer(at: whole.url), route: .rowExact)
        for count in [1, 2, 3] {
            let sharded = try tiny.folder(shards: count)
            #expect(try logits(Transformer(at: sharded.url), route: .rowExact).values == expected.values)
        }
    }

    @Test
    func `Forgetting tokens and reading others gives what reading those alone does`() throws {
        let folder = try TinyModel().folder()
        let model = try Transformer(at: folder.url)
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

    /// Of the last layer's rows only those are computed whose logits are asked for.
    @Test(arguments: [TransformerSession.LogitRows.last, .from(0), .from(5), .none])
    func `Logits of some rows, and what follows, are those of a pass that computes all`(
        rows: TransformerSession.LogitRows
    ) throws {
        let folder = try TinyModel().folder()
        let model = try Transformer(at: folder.url)
        func read(_ rows: TransformerSession.LogitRows, capturing request: FeatureRequest) throws -> TransformerSession
        {
            var session = try TransformerSession(model, capturing: request)
            try session.run(
                Self.tokens, in: .causal(past: 0, rows: Self.tokens.count, route: .rowExact), logits: rows)
            session.cache.append(Self.tokens.count)
            return session
        }
        let layers = Array(0...model.configuration.layerCount)
        var whole = try read(.all, capturing: FeatureRequest(layers: layers, finalState: true))
        for request in [FeatureRequest(), FeatureRequest(layers: layers, finalState: true)] {
            var some = try read(rows, capturing: request)
            #expect(some.logits.values.elementsEqual(whole.logits.values.suffix(some.logits.values.count)))
            if request.finalState {
                #expect(some.layerStates.values == whole.layerStates.values)
                #expect(some.finalStates.values == whole.finalStates.values)
            }
            let next = LayerBatch.causal(past: Self.tokens.count, rows: 1, route: .rowExact)
            try some.run([11], in: next, logits: .last)
            try whole.run([11], in: next, logits: .last)
            #expect(some.logits.values == whole.logits.values)
            whole = try read(.all, capturing: FeatureRequest(layers: layers, finalState: true))
        }
        let counts: [TransformerSession.LogitRows: Int] = [.last: 1, .from(0): 9, .from(5): 4, .none: 0]
        #expect(try read(rows, capturing: FeatureRequest()).logits.rows == counts[rows])
    }

    @Test
    func `Logits of a long prompt do not depend on what is captured`() throws {
        var tiny = TinyModel()
        tiny.contextLimit = 512
        let folder = try tiny.folder()
        let model = try Transformer(at: folder.url)
        let prompt = (0..<300).map { $0 * 7 % 50 }
        let requests = [
            FeatureRequest(), FeatureRequest(layers: [1]), FeatureRequest(layers: [model.configuration.layerCount]),
            FeatureRequest(finalState: true),
        ]
        let logits = try requests.map { request in
            var session = try TransformerSession(model, capturing: request)
            try session.read(prompt)
            return Array(session.logits.values)
        }
        #expect(logits.allSatisfy { $0 == logits[0] })
    }

    @Test(arguments: [40, 600])
    func `The features of a prompt are the states of its tokens`(count: Int) throws {
        var tiny = TinyModel()
        tiny.contextLimit = 640
        let folder = try tiny.folder()
        let model = try Transformer(at: folder.url)
        let prompt = (0..<count).map { $0 * 7 % 50 }
        for request in [
            FeatureRequest(layers: [1, 0]), FeatureRequest(layers: [0], finalState: true),
            FeatureRequest(finalState: true),
        ] {
            var session = try TransformerSession(model, capturing: request)
            var states: [[Float]] = []
            try session.read(prompt) { piece, session in
                for row in 0..<piece.count {
                    let inputs = request.layers.isEmpty ? [] : Array(session.layerStates[row])
                    states.append(inputs + (request.finalState ? Array(session.finalStates[row]) : []))
                }
            }
            var target = try TransformerTarget(model).begin(providing: request)
            let features = try #require(try target.append(prompt).features as? LayerFeatures)
            #expect((0..<features.states.rows).map { Array(features.states[$0]) } == states)
            // What was handed over is not missed afterwards.
            _ = try target.score(TokenTree(root: 3))
            let kept = try #require(try target.keep([0]) as? LayerFeatures)
            #expect(kept.states.rows == 1 && kept.states.columns == features.states.columns)
        }
    }
}
