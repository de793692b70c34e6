public import LanguageModels
public import Speculation
import Tensors

/// A model, and a draft for it, whose speed is measured.
public struct BenchmarkSubject: Sendable {
    /// What reports call the model.
    public let name: String

    /// The model.
    public let model: Transformer

    /// Its draft; nil to measure none.
    public let draft: (any DraftPolicy)?

    /// How its weights are encoded.
    public let weights: ModelWeights

    /// Whether its weights are random.
    public let isRandom: Bool

    /// Puts a subject together.
    ///
    /// - Parameters:
    ///   - name: What reports call the model.
    ///   - model: The model.
    ///   - draft: Its draft; nil to measure none.
    ///   - isRandom: Whether its weights are random.
    public init(name: String, model: Transformer, draft: (any DraftPolicy)?, isRandom: Bool) {
        self.name = name
        self.model = model
        self.draft = draft
        self.isRandom = isRandom
        weights = ModelWeights(like: model)
    }
}
