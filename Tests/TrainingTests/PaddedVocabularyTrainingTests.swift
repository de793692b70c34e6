import Autograd
import CrossEntropyPlugin
import DynamicPlugin
import Foundation
import LanguageModels
import ModelTestKit
import SmallModelPlugin
import Speculation
import Tensors
import Testing
import Training

/// A small model whose table is padded further than the target's, or less far, is trained on what both have.
struct PaddedVocabularyTrainingTests {
    private static let tokenizer = """
        {"added_tokens": [], "normalizer": null, "pre_tokenizer": null, "post_processor": null, "decoder": null,
         "model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": []}}
        """

    private static func folder(rows: Int) throws -> TemporaryFolder {
        var model = TinyModel()
        model.vocabularySize = rows
        let folder = try model.folder()
        try folder.write(tokenizer, to: "tokenizer.json")
        return folder
    }

    @Test(arguments: [44, 58])
    func `Updates lower the loss over the tokens that both have`(_ rows: Int) throws {
        let (targetFolder, folder) = (try Self.folder(rows: 50), try Self.folder(rows: rows))
        let target = try Transformer(at: targetFolder.url)
        let context = DraftLoading(target: TransformerTarget(target)) { URL(fileURLWithPath: $0) }
        let small = try SmallModelRecipe(model: folder.path)
            .trainable(in: context, from: .head, seed: 0, proposing: nil)
        #expect(small.vocabulary == Array(0..<min(rows, 50)))
        // Tokens that the smaller table lacks are among them.
        let tokens = (0..<40).map { $0 * 7 % 50 }
        let sequence = TrainingSequence(tokens: tokens, isAnswer: tokens.indices.map { $0 > 3 })
        let strategy = TrainedStrategy(
            target: target, builder: DynamicTree(depth: 3, topK: 2, totalTokens: 5), temperature: 0)
        var options = TrainerTests.options()
        (options.learningRate, options.batch, options.steps) = (1e-3, 1, 20)
        var reader = OptionReader([OptionMember(name: "ttt_length", value: OptionValue(.integer(1)))], at: .nowhere)
        var trainer = try Trainer(
            strategy, draft: small, objective: CrossEntropy(from: &reader), sequences: [sequence], options: options)
        var losses: [Double] = []
        for _ in 0..<20 { losses.append(try trainer.update().terms.reduce(0) { $0 + $1.value }) }
        #expect(losses[19] < losses[0], "\(losses)")
        let trained = try trainer.trainedDraft.files(in: .huggingFace, storing: .float32)
        #expect(trained.map(\.name) == ["config.json", "tokenizer.json", "model.safetensors"])
        #expect(trainer.trainedDraft.parameters["model.embed_tokens.weight"]?.rows == rows)
    }
}
