import LanguageModels
public import Speculation
public import Tensors

/// The options of draft policy `eagle3`.
public struct EAGLE3Recipe: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "eagle3"

    /// What `espalier plugins` says of it.
    public static let summary =
        "EAGLE head: EAGLE-3 on features of several target layers (arXiv 2503.01840), or EAGLE-1 (2401.15077) or GRIFFIN"

    /// Where the head comes from: a bundled name, a folder, or ``newHead``.
    public let head: String

    /// The target layers whose inputs a new head reads, ascending; nil for the usual ones: low, middle, high.
    public let featureLayers: [Int]?

    /// How many decoder layers a new head has.
    public let layers: Int

    /// How the head chooses children.
    public let draw: DrawMode

    /// What stands for a head that is yet to be trained.
    public static let newHead = "new"

    /// The precision of its products when it drafts; training and storing read weights as they are.
    public let precision: ProductPrecision

    /// Names a head.
    ///
    /// - Parameters:
    ///   - head: Where the head comes from: a bundled name, a folder, or ``newHead``.
    ///   - featureLayers: The target layers whose inputs a new head reads; nil for the usual ones.
    ///   - layers: How many decoder layers a new head has.
    ///   - draw: How the head chooses children.
    ///   - precision: The precision of its products when it drafts.
    public init(
        head: String, featureLayers: [Int]? = nil, layers: Int = 1, draw: DrawMode = .topK,
        precision: ProductPrecision = ProductPrecision()
    ) {
        self.head = head
        self.layers = layers
        self.draw = draw
        self.featureLayers = featureLayers
        self.precision = precision
    }

    /// Reads the options.
    public init(from options: inout OptionReader) {
        head = options.path(
            "head", default: nil, words: [Self.newHead],
            help:
                "folder of a head in SafeAILab, SpecForge or speculators layout, such as demo/eagle3, or a GGUF file; "
                + "or new: to be trained, with the target's sizes")
        featureLayers = options.optionalLayers(
            "feature_layers", absent: "usual", least: 1,
            help: "which layers' inputs a new head reads, ascending; usual: 2, L/2 and L - 3 of L layers")
        layers = options.integer(
            "layers", default: 1, in: 1...EAGLE3Configuration.mostLayers,
            help: "how many decoder layers a new head has; the paper's have 1")
        if layers != 1 && head != Self.newHead {
            options.fault("layers", "layers are for 'head: new': a head that exists has its own")
        }
        if featureLayers != nil && head != Self.newHead {
            options.fault(
                "feature_layers", "feature_layers are for 'head: new': a head that exists has been trained on its own")
        }
        draw = options.draw()
        precision = options.productPrecision()
    }

    /// Tokens of the head's vocabulary, each with its log-probability.
    public var traits: DraftTraits { DraftTraits(draw: draw, givesProbabilities: true) }

    /// Opens the head.
    ///
    /// - Parameter context: The target, which must be a transformer of the width that the head was trained for.
    /// - Returns: The policy.
    /// - Throws: `ModelError` if a file is missing or damaged, or the head was made for another target.
    public func load(in context: DraftLoading) throws -> any DraftPolicy {
        EAGLE3Draft(head: try open(in: context, precision: precision), draw: draw)
    }

    /// Opens the head itself.
    func open(in context: DraftLoading, precision: ProductPrecision = ProductPrecision()) throws -> EAGLE3Head {
        guard head != Self.newHead else {
            throw ModelError(
                "head: new",
                "it has no weights yet: train it with 'espalier train STRATEGY --output FOLDER', and decode with "
                    + "--head FOLDER")
        }
        return try EAGLE3Head(folder: context.locate(head), target: target(in: context), precision: precision)
    }

    /// The transformer that a head reads.
    func target(in context: DraftLoading) throws -> Transformer {
        guard let target = context.target as? TransformerTarget else {
            throw ModelError(head, "draft policy 'eagle3' needs a transformer as its target")
        }
        return target.model
    }
}
