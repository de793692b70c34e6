import LanguageModels
public import Speculation
public import Tensors

/// The options of draft policy `small-model`.
public struct SmallModelRecipe: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "small-model"

    /// What `espalier plugins` says of it.
    public static let summary = "a small model, of the same vocabulary or any (speculative decoding, arXiv 2211.17192)"

    /// Which vocabulary a small model may have.
    public enum Vocabulary: String, Sendable, Hashable, CaseIterable {
        /// The target's, but for padding: tokens are proposed as they are.
        case same

        /// Any: the text is read and written in the model's own tokens, and cut into the target's.
        case any
    }

    /// The model's folder: a bundled name or a path.
    public let model: String

    /// Which vocabulary it may have.
    public let vocabulary: Vocabulary

    /// How it chooses children.
    public let draw: DrawMode

    /// The precision of its products.
    public let precision: ProductPrecision

    /// Names a model.
    ///
    /// - Parameters:
    ///   - model: The model's folder: a bundled name or a path.
    ///   - vocabulary: Which vocabulary it may have.
    ///   - draw: How it chooses children; of a vocabulary of its own, the most probable ones.
    ///   - precision: The precision of its products.
    public init(
        model: String, vocabulary: Vocabulary = .same, draw: DrawMode = .topK,
        precision: ProductPrecision = ProductPrecision()
    ) {
        self.model = model
        self.vocabulary = vocabulary
        self.draw = draw
        self.precision = precision
    }

    /// Reads the options.
    public init(from options: inout OptionReader) {
        model = options.path(
            "model", default: nil, help: "a small model: a bundled name such as demo-small, a GGUF file, or a folder")
        vocabulary = options.choice(
            "vocabulary", default: .same,
            help: "Its vocabulary: the target's, or any, where its text is cut into the target's tokens.")
        draw = options.draw()
        if draw != .topK && vocabulary == .any {
            options.fault("draw", "a model of any vocabulary drafts the most probable text: draw must be top-k")
        }
        precision = options.productPrecision()
    }

    /// Tokens of the whole vocabulary, each with its log-probability.
    public var traits: DraftTraits { DraftTraits(draw: draw, givesProbabilities: true) }

    /// Opens the model.
    ///
    /// - Parameter context: The target, whose vocabulary the model must share.
    /// - Returns: The policy.
    /// - Throws: `ModelError` if a file is missing or damaged, or the vocabularies differ.
    public func load(in context: DraftLoading) throws -> any DraftPolicy {
        switch vocabulary {
        case .same: try open(in: context, precision: precision)
        case .any: try TextDraft(Transformer(at: context.locate(model), precision: precision), for: context.target)
        }
    }

    /// Opens the model itself, to propose tokens as they are.
    func open(in context: DraftLoading, precision: ProductPrecision = ProductPrecision()) throws -> TransformerDraft {
        let small = try Transformer(at: context.locate(model), precision: precision)
        if let target = context.target as? TransformerTarget {
            let shared = try SharedVocabulary.of(small, and: target.model)
            return TransformerDraft(model: small, vocabulary: shared, draw: draw)
        }
        let (size, other) = (small.configuration.vocabularySize, context.target.vocabularySize)
        guard size == other else { throw small.error("has a vocabulary of \(size), and the target's has \(other)") }
        return TransformerDraft(model: small, vocabulary: SharedVocabulary(own: size, target: other), draw: draw)
    }
}
