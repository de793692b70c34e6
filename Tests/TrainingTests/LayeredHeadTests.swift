import Autograd
import DemoModel
import DynamicPlugin
import EAGLE3Plugin
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing
import Training

/// A head of several layers: what training sees is what decoding sees, whatever piece a prompt is read in.
struct LayeredHeadTests {
    private func context(_ folder: TemporaryFolder? = nil) throws -> DraftLoading {
        let target = try Transformer(at: try #require(try BundledFiles.model("demo")))
        return DraftLoading(target: TransformerTarget(target)) { name in
            try folder?.url ?? #require(try BundledFiles.model(name))
        }
    }

    @Test
    func `The unrolled steps' logits are those of decoding a chain, before and after it is stored`() throws {
        let context = try context()
        let head = try EAGLE3Recipe(head: "new", featureLayers: [1, 6], layers: 3)
            .trainable(in: context, from: .random, seed: 4, proposing: Array(0..<200))
        #expect(head.layout == .speculators)
        let folder = try TemporaryFolder()
        for file in try head.files(in: head.layout, storing: .float32) {
            try file.content.write(to: folder.url.appendingPathComponent(file.name))
        }
        let stored = try EAGLE3Recipe(head: "mine")
            .trainable(in: self.context(folder), from: .head, seed: 0, proposing: nil)
        #expect(stored.parameters == head.parameters)

        let target = try #require(context.target as? TransformerTarget)
        let golden = try GoldenCase.all()[1]
        let (tokens, position) = (golden.tokens, 70)
        let traits = ObjectiveTraits(unrolledSteps: 3, needsReferenceDraft: false)
        let setting = BenchSetting(
            target: target.model, builder: DynamicTree(depth: 2, topK: 2, totalTokens: 3), temperature: 0,
            traits: traits, start: head)
        let tape = Tape(head.parameters)
        var bench = try DraftBench(GoldenLossTests.sequence(golden), in: setting, draft: head, on: tape)

        var reading = try target.begin(providing: head.features)
        var session = try stored.policy().begin(DraftBeginning())
        // In two pieces: the layers above need the keys of rows whose outputs nobody asks for.
        for piece in [0..<30, 30..<position] {
            let read = try reading.append(Array(tokens[piece]))
            try session.commit(
                Commitment(
                    tokens: Array(tokens[piece]), next: tokens[piece.upperBound], features: read.features, round: nil))
            session.beginRound()
            if piece.upperBound < position { _ = try session.expand(Frontier([0], width: 1), of: TokenTree(root: 1)) }
        }
        var tree = TokenTree(root: tokens[position])
        for step in 0..<3 {
            let candidates = try session.expand(Frontier([step], width: 200), of: tree)
            let outcome = bench.current.step(step)
            let row = try #require(outcome.positions.firstIndex(of: position))
            let expected = outcome.logits.logSoftmax().value
            #expect(candidates.count == 200)
            for (token, logProbability) in zip(candidates.tokens, candidates.logProbabilities) {
                #expect(abs((logProbability ?? .nan) - expected[row, token]) < 1e-4)
            }
            var next = Candidates()
            next.append(tokens[position + 1 + step], after: step, logProbability: nil)
            tree.attach(next)
        }
        let gradients = tape.gradients(of: try bench.tokenLoss(step: 2, divergence: .crossEntropy).sum())
        for (name, matrix) in zip(gradients.names, gradients.matrices) {
            #expect(matrix.values.contains { $0 != 0 }, "'\(name)' has no gradient")
        }
        #expect(gradients.names.contains("layers.2.mlp.down_proj.weight"))
    }

    @Test
    func `Loaders of heads of one layer are not given more`() throws {
        let head = try EAGLE3Recipe(head: "new", layers: 2)
            .trainable(in: context(), from: .head, seed: 4, proposing: [1, 2, 3])
        for layout in [DraftLayout.safeail, .sglang] {
            let error = #expect(throws: ModelError.self) { try head.files(in: layout, storing: .float32) }
            #expect(error?.description.hasSuffix("its loader knows heads of one layer, and this has 2") == true)
        }
    }
}
