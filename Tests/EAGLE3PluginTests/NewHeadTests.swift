import Autograd
import EAGLE3Plugin
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing
import Training

/// A head that is made for a target without one.
struct NewHeadTests {
    private func head(
        _ recipe: EAGLE3Recipe, from start: TrainingStart, seed: UInt64 = 5, proposing tokens: [Token]? = nil
    ) throws -> any TrainableDraft {
        let tiny = TinyEAGLE3()
        let folders = try tiny.folders()
        let target = TransformerTarget(try Transformer(at: folders.target.url))
        let context = DraftLoading(target: target, locate: { _ in folders.head.url })
        return try recipe.trainable(in: context, from: start, seed: seed, proposing: tokens)
    }

    private let new = EAGLE3Recipe(head: "new", featureLayers: [0, 2])

    @Test
    func `Its sizes are the target's, its layers those named, its numbers the seed's`() throws {
        let made = try head(new, from: .head)
        let stored = try head(EAGLE3Recipe(head: "tiny"), from: .random)
        #expect(made.features == FeatureRequest(layers: [0, 2]))
        #expect(made.parameters.names == stored.parameters.names)
        let width = TinyEAGLE3().target.hiddenSize
        #expect(made.parameters["fc.weight"].map { [$0.rows, $0.columns] } == [width, 2 * width])
        #expect(made.parameters["midlayer.hidden_norm.weight"]?.values == [Float](repeating: 1, count: width))
        #expect(try head(new, from: .random).parameters == made.parameters)
        #expect(try head(new, from: .head, seed: 6).parameters != made.parameters)
    }

    @Test
    func `It proposes the tokens that are chosen, or the first of the vocabulary`() throws {
        #expect(try head(new, from: .head, proposing: [3, 5, 8]).vocabulary == [3, 5, 8])
        let all = try head(new, from: .head).vocabulary
        #expect(all == Array(0..<TinyEAGLE3().target.vocabularySize))
    }

    @Test
    func `It can start from parts of its target`() throws {
        let made = try head(new, from: .target)
        let random = try head(new, from: .random)
        #expect(made.parameters["norm.weight"] != random.parameters["norm.weight"])
        #expect(
            made.parameters["midlayer.input_layernorm.weight"] == random.parameters["midlayer.input_layernorm.weight"])
    }

    @Test
    func `Stored in the first layout that expresses it, it loads again with the same numbers`() throws {
        let tiny = TinyEAGLE3()
        let folders = try tiny.folders()
        let target = TransformerTarget(try Transformer(at: folders.target.url))
        let made = try new.trainable(
            in: DraftLoading(target: target, locate: { _ in folders.head.url }), from: .head, seed: 1,
            proposing: [1, 4, 6])
        #expect(made.layout == .speculators)
        let folder = try TemporaryFolder()
        for file in try made.files(in: made.layout, storing: .float32) {
            try file.content.write(to: folder.url.appendingPathComponent(file.name))
        }
        let context = DraftLoading(target: target, locate: { _ in folder.url })
        let again = try EAGLE3Recipe(head: "mine").trainable(in: context, from: .head, seed: 0, proposing: nil)
        #expect(again.parameters == made.parameters)
        #expect(again.vocabulary == [1, 4, 6])
        #expect(again.features == made.features)
    }
}
