import Autograd
import Foundation
import LanguageModels
import Speculation
import Tensors
import Training

/// A small model with its parameters in single precision, open to training: for the tree that decoding builds with it, and
/// for the target's distribution in place of the text's (DistillSpec, arXiv 2310.08461).
struct SmallModelTrainable: TrainableDraft {
    /// The model that training started from: sizes, plan, folder.
    let start: Transformer
    var parameters: NamedMatrices<Float>

    /// All tokens that are the target's too.
    let vocabulary: [Token]

    /// What it may propose, and how it reads what it lacks.
    let shared: SharedVocabulary

    /// How it chooses children when it decodes.
    let draw: DrawMode

    /// It reads nothing of the target but its tokens.
    var features: FeatureRequest? { nil }

    init(_ start: TransformerDraft, parameters: NamedMatrices<Float>) {
        self.start = start.model
        shared = start.vocabulary
        draw = start.draw
        self.parameters = parameters
        vocabulary = Array(0..<shared.count)
    }

    func rollOut(
        over sequence: TrainingSequence, features: DenseMatrix<Float>, with weights: NamedVariables<Float>, steps: Int
    ) -> any DraftRollOut {
        SmallModelRollOut(self, weights, over: sequence)
    }

    func policy() throws -> any DraftPolicy {
        var source = TrainedWeights(parameters)
        return TransformerDraft(model: try Transformer(like: start, from: &source), vocabulary: shared, draw: draw)
    }

    /// As the model's own file has it; 16 bits where that holds blocks.
    var storage: StorageFormat {
        start.embedding.format.significandBits == nil ? .bfloat16 : start.embedding.format
    }

    var layout: DraftLayout { .huggingFace }

    /// The weights, and whatever else stands in the folder that training started from: its configuration, tokenizer, template.
    func files(in layout: DraftLayout, storing format: StorageFormat) throws -> [DraftFile] {
        guard layout == .huggingFace else {
            throw start.error(
                "cannot be stored in layout '\(layout.rawValue)', which is for heads: a model is a folder of its own")
        }
        var tensors: [TensorContent] = []
        for (name, matrix) in zip(parameters.names, parameters.matrices) {
            let shape = matrix.rows == 1 ? [matrix.columns] : [matrix.rows, matrix.columns]
            tensors.append(try TensorContent(name, shape: shape, matrix.values, storing: format))
        }
        let weights = SafetensorsData.encoded(tensors, metadata: ["format": "pt"])
        return try Self.companions.compactMap { name in
            let file = start.location.appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            return DraftFile(name: name, content: try Data(contentsOf: file))
        } + [DraftFile(name: "model.safetensors", content: weights)]
    }

    private static let companions = [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
        "chat_template.jinja",
    ]
}
