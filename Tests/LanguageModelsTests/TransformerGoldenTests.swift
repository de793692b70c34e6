import DemoModel
import Foundation
import LanguageModels
import Speculation
import Tensors
import Testing

/// Agreement with the float32 results of an independent implementation on the same stored weights.
struct TransformerGoldenTests {
    static let names = ["llama31-tiny", "qwen3-tiny", "vicuna-tiny", "demo"]

    private func model(_ golden: GoldenModel) throws -> Transformer {
        let folder = golden.name == "demo" ? try #require(try BundledFiles.model("demo")) : golden.folder
        return try Transformer(at: folder)
    }

    @Test(arguments: names, [ProductRoute.rowExact, .throughput])
    func `Logits and hidden states agree with the reference`(name: String, route: ProductRoute) throws {
        let golden = try GoldenModel(name)
        let layers = golden.layers
        var session = try TransformerSession(model(golden), capturing: FeatureRequest(layers: layers, finalState: true))
        let batch = LayerBatch.causal(past: 0, rows: golden.tokens.count, route: route)
        try session.run(golden.tokens, in: batch, logits: .all)

        #expect(difference(session.logits, try golden.matrix("logits")).absolute < 1e-3)
        let width = session.model.configuration.hiddenSize
        for (place, layer) in layers.enumerated() {
            let expected = try golden.matrix("hidden_in_layer_\(layer)")
            var actual = Matrix(rows: expected.rows, columns: width)
            for row in 0..<expected.rows {
                let states = session.layerStates[row]
                let start = states.startIndex + place * width
                actual.setRow(row, to: states[start..<start + width])
            }
            #expect(difference(actual, expected).relative < 1e-3, "layer \(layer)")
        }
    }

    @Test(arguments: names)
    func `The greedy continuation is the reference's`(name: String) throws {
        let golden = try GoldenModel(name)
        var session = try TransformerTarget(model(golden)).begin(providing: nil)
        var emitted = [SamplingRule.argmax(try session.append(golden.prompt).scores.row(0))]
        while emitted.count < golden.greedy.count {
            let scores = try session.score(TokenTree(root: emitted[emitted.count - 1]))
            _ = try session.keep([0])
            emitted.append(SamplingRule.argmax(scores.row(0)))
        }
        #expect(emitted == golden.greedy)
    }

    @Test(arguments: names)
    func `A tree's scores are bit for bit those of decoding each path`(name: String) throws {
        let golden = try GoldenModel(name)
        let target = TransformerTarget(try model(golden))
        var tree = TokenTree(root: golden.greedy[0])
        var candidates = Candidates()
        for (parent, token) in [(0, 5), (0, 9), (0, golden.greedy[1])] {
            candidates.append(token, after: parent, logProbability: nil)
        }
        tree.attach(candidates)
        candidates = Candidates()
        for (parent, token) in [(1, 7), (1, 8), (2, 7), (3, golden.greedy[2]), (3, 11)] {
            candidates.append(token, after: parent, logProbability: nil)
        }
        tree.attach(candidates)

        var session = try target.begin(providing: nil)
        _ = try session.append(golden.prompt)
        let scores = try session.score(tree)
        for node in 0..<tree.count {
            var alone = try target.begin(providing: nil)
            _ = try alone.append(golden.prompt)
            var row: [Float] = []
            for step in [0] + tree.path(to: node) {
                row = Array(try alone.score(TokenTree(root: tree.tokens[step])).row(0))
                _ = try alone.keep([0])
            }
            #expect(Array(scores.row(node)) == row, "node \(node)")
        }
    }

    @Test
    func `Keeping a path continues as if its tokens had been decoded one by one`() throws {
        let golden = try GoldenModel("demo")
        let target = TransformerTarget(try model(golden))
        var tree = TokenTree(root: golden.greedy[0])
        for (parent, tokens) in [(0, [9, golden.greedy[1]]), (2, [4, 5, golden.greedy[2]])] {
            var candidates = Candidates()
            for token in tokens { candidates.append(token, after: parent, logProbability: nil) }
            tree.attach(candidates)
        }
        let request = FeatureRequest(layers: [2, 5], finalState: true)
        var session = try target.begin(providing: request)
        _ = try session.append(golden.prompt)
        _ = try session.score(tree)
        let kept = try #require(try session.keep([0, 2, 5]) as? LayerFeatures)
        let next = try session.score(TokenTree(root: golden.greedy[3]))

        var plain = try target.begin(providing: request)
        _ = try plain.append(golden.prompt)
        for step in 0..<3 {
            _ = try plain.score(TokenTree(root: golden.greedy[step]))
            let features = try #require(try plain.keep([0]) as? LayerFeatures)
            #expect(Array(features.states[0]) == Array(kept.states[step]))
            #expect(features.states.columns == 3 * target.model.configuration.hiddenSize)
        }
        #expect(try plain.score(TokenTree(root: golden.greedy[3])) == next)
    }
}
