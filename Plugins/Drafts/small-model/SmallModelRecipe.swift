import LanguageModels
public import Speculation
public import Tensors

/// The options of draft policy `small-model`.
public struct SmallModelRecipe: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "small-model"

    /// What `espalier plugins` says of it.
    public static let summary = "a small model of the same vocabulary (speculative decoding, arXiv 2211.17192)"

    /// The model's folder: a bundled name or a path.
    public let model: String

    /// The precision of its products.
    public let precision: ProductPrecision

    /// Names a model.
    ///
    /// - Parameters:
    ///   - model: The model's folder: a bundled name or a path.
    ///   - precision: The precision of its products.
    public init(model: String, precision: ProductPrecision = ProductPrecision()) {
        self.model = model
        self.precision = precision
    }

    /// Reads the options.
    public init(from options: inout OptionReader) {
        model = options.path(
            "model", default: nil, help: "a small model: a bundled name such as demo-small, a GGUF file, or a folder")
        precision = options.productPrecision()
    }

    /// The most probable tokens, each with its log-probability.
    public var traits: DraftTraits { DraftTraits(draw: .topK, givesProbabilities: true) }

    /// Opens the model.
    ///
    /// - Parameter context: The target, whose vocabulary the model must share.
    /// - Returns: The policy.
    /// - Throws: `ModelError` if a file is missing or damaged, or the vocabularies differ.
    public func load(in context: DraftLoading) throws -> any DraftPolicy {
        try open(in: context, precision: precision)
    }

    /// Opens the model itself.
    func open(in context: DraftLoading, precision: ProductPrecision = ProductPrecision()) throws -> SmallModelDraft {
        let small = try Transformer(at: context.locate(model), precision: precision)
        if let target = context.target as? TransformerTarget {
            return SmallModelDraft(model: small, vocabulary: try SharedVocabulary.of(small, and: target.model))
        }
        let (size, other) = (small.configuration.vocabularySize, context.target.vocabularySize)
        guard size == other else { throw small.error("has a vocabulary of \(size), and the target's has \(other)") }
        return SmallModelDraft(model: small, vocabulary: SharedVocabulary(own: size, target: other))
    }
}
