import LanguageModels
public import Speculation
public import Tensors

/// The options of draft policy `eagle3`.
public struct EAGLE3Recipe: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "eagle3"

    /// One line for listings.
    public static let summary = "EAGLE-3 head on features of three target layers (arXiv 2503.01840)"

    /// The head's folder: a bundled name or a path.
    public let head: String

    /// The precision of its products when it drafts; training and storing read weights as they are.
    public let precision: ProductPrecision

    /// Names a head.
    ///
    /// - Parameters:
    ///   - head: The head's folder: a bundled name or a path.
    ///   - precision: The precision of its products when it drafts.
    public init(head: String, precision: ProductPrecision = ProductPrecision()) {
        self.head = head
        self.precision = precision
    }

    /// Reads the options.
    public init(from options: inout OptionReader) {
        head = options.text(
            "head", default: nil,
            help: "folder of a head in SafeAILab, SpecForge or speculators layout, such as demo/eagle3")
        precision = options.productPrecision()
    }

    /// The most probable tokens, each with its log-probability.
    public var traits: DraftTraits { DraftTraits(draw: .topK, givesProbabilities: true) }

    /// Opens the head.
    ///
    /// - Parameter context: The target, which must be a transformer of the width that the head was trained for.
    /// - Returns: The policy.
    /// - Throws: `ModelError` if a file is missing or damaged, or the head was made for another target.
    public func load(in context: DraftLoading) throws -> any DraftPolicy {
        EAGLE3Draft(head: try open(in: context, precision: precision))
    }

    /// Opens the head itself.
    func open(in context: DraftLoading, precision: ProductPrecision = ProductPrecision()) throws -> EAGLE3Head {
        guard let target = context.target as? TransformerTarget else {
            throw ModelError(head, "draft policy 'eagle3' needs a transformer as its target")
        }
        return try EAGLE3Head(folder: context.folder(head), target: target.model, precision: precision)
    }
}
