import Autograd
import LanguageModels
public import Speculation
import Tensors
public import Training

extension SmallModelRecipe: TrainableRecipe {
    /// Its folder.
    public static var placeOption: String { "model" }

    /// Opens the model that training starts from.
    ///
    /// - Parameters:
    ///   - context: The target, whose vocabulary the model must share.
    ///   - start: The model's own weights, those of another folder of the same sizes, or random ones.
    ///   - seed: Where the randomness starts.
    ///   - vocabulary: Nil: a model proposes all of its tokens.
    /// - Returns: The model, its parameters in single precision.
    /// - Throws: `ModelError` if a file is missing or damaged, or the model has a part that training does not know.
    public func trainable(
        in context: DraftLoading, from start: TrainingStart, seed: UInt64, proposing vocabulary: [Token]?
    ) throws -> any TrainableDraft {
        guard self.vocabulary == .same else {
            throw ModelError(
                model, "cannot be trained with 'vocabulary: any': what it learns from are the target's own tokens")
        }
        let draft = try open(in: context)
        let own = draft.model
        guard vocabulary == nil else {
            throw own.error(
                "draft_vocabulary is for heads: a model proposes all of its \(draft.vocabulary.count.counting("token"))"
            )
        }
        try own.checkTrainable()
        let stored: Transformer
        switch start {
        case .head, .random: stored = own
        case .stored(let reference): stored = try SmallModelRecipe(model: reference).open(in: context).model
        case .target:
            throw own.error("init: target is for heads; a model starts from its own weights, or others of its sizes")
        }
        var parameters = try stored.trainedParameters(as: own.configuration)
        if start == .random { parameters = parameters.randomised(seed: seed) }
        return SmallModelTrainable(draft, parameters: parameters)
    }
}

extension Transformer {
    /// Refuses a model with parts that a tape does not know.
    fileprivate func checkTrainable() throws {
        let plan = configuration.plan
        func refuse(_ what: String) -> ModelError {
            error("cannot be trained: \(what) are not known to training (models built like Llama are)")
        }
        guard case .folder = files else {
            throw error(
                "cannot be trained: what training stores is a folder, and this is a GGUF file: convert it first")
        }
        for layer in plan.layers {
            if layer.attention.window != nil { throw refuse("windows of attention") }
            if layer.attention.softCap != nil { throw refuse("soft caps") }
            switch layer.feedForward {
            case .experts: throw refuse("experts")
            case .gated(let network): if network.function != .silu { throw refuse("gates other than silu") }
            }
        }
        if plan.logitSoftCap != nil { throw refuse("soft caps") }
        if plan.embeddingScale != nil { throw refuse("scaled embeddings") }
        let rotation = configuration.rope.rotation(width: configuration.headWidth)
        let isPlain =
            rotation.magnitude == 1 && rotation.stretch == nil && rotation.longTexts == nil
            && rotation.radians.count * 2 == configuration.headWidth
        if !isPlain || plan.layers.contains(where: { $0.attention.rope != configuration.rope }) {
            throw refuse("rotations that differ, or are extended by more than factors")
        }
    }

    /// The weights in single precision by the names of the file, as a model of some sizes has them.
    fileprivate func trainedParameters(as configuration: ModelConfiguration) throws -> NamedMatrices<Float> {
        var source = WidenedWeights(tensors)
        let (rows, columns) = (configuration.vocabularySize, configuration.hiddenSize)
        _ = try source.matrices("model.embed_tokens.weight", rows: [rows], columns: columns)
        _ = try DecoderStack(configuration, from: &source)
        if !configuration.tiesEmbeddings { _ = try source.matrices("lm_head.weight", rows: [rows], columns: columns) }
        return source.parameters
    }
}

extension NamedMatrices<Float> {
    /// Projections normal with deviation 0.02, norms one and biases zero: what transformers' models start from.
    fileprivate func randomised(seed: UInt64) -> NamedMatrices {
        var random = SeededRandom(seed: seed, stream: 0x5A11)
        var parameters = NamedMatrices()
        for (name, matrix) in zip(names, matrices) {
            let numbers = (0..<matrix.rows * matrix.columns).map { _ -> Float in
                if matrix.rows > 1 { return Float(0.02 * random.normal()) }
                return name.hasSuffix(".bias") ? 0 : 1
            }
            parameters.append(name, DenseMatrix(numbers, rows: matrix.rows, columns: matrix.columns))
        }
        return parameters
    }
}
