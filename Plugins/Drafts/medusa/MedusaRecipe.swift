public import LanguageModels
public import Speculation
public import Tensors

/// The options of draft policy `medusa`.
public struct MedusaRecipe: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "medusa"

    /// What `espalier plugins` says of it.
    public static let summary =
        "Medusa heads: one for each token ahead, all on the target's final state (arXiv 2401.10774)"

    /// Where the heads come from: a folder, or ``newHead``.
    public let head: String

    /// How many heads new ones are.
    public let heads: Int

    /// How many residual blocks each new one has.
    public let layers: Int

    /// How they choose children.
    public let draw: DrawMode

    /// What stands for heads that nobody has trained.
    public static let newHead = "new"

    /// Its heads are read as published.
    public static let obstacleToTraining: String? =
        "decodes with heads and does not train them: the official code does, and what it stores is read"

    /// The precision of their products.
    public let precision: ProductPrecision

    /// Names heads.
    ///
    /// - Parameters:
    ///   - head: Where they come from: a folder, or ``newHead``.
    ///   - heads: How many new ones are; the official code's default is 5.
    ///   - layers: How many residual blocks each new one has; the official code's default is 1.
    ///   - draw: How they choose children.
    ///   - precision: The precision of their products.
    public init(
        head: String, heads: Int = 5, layers: Int = 1, draw: DrawMode = .topK,
        precision: ProductPrecision = ProductPrecision()
    ) {
        self.head = head
        self.draw = draw
        self.heads = heads
        self.layers = layers
        self.precision = precision
    }

    /// Reads the options.
    public init(from options: inout OptionReader) {
        head = options.path(
            "head", default: nil, words: [Self.newHead],
            help:
                "folder of Medusa heads, medusa_lm_head.safetensors or .pt with config.json; or new: what the official "
                + "training starts from, blocks of zeros and the target's own rows")
        heads = options.integer(
            "heads", default: 5, in: 1...MedusaConfiguration.mostHeads, help: "how many heads new ones are")
        layers = options.integer(
            "layers", default: 1, in: 1...MedusaConfiguration.mostBlocks,
            help: "how many residual blocks each new head has")
        if head != Self.newHead {
            if heads != 5 {
                options.fault("heads", "heads are for 'head: new': of those that exist there are as many as there are")
            }
            if layers != 1 {
                options.fault("layers", "layers are for 'head: new': heads that exist have their own")
            }
        }
        draw = options.draw()
        precision = options.productPrecision()
    }

    /// Tokens of each depth's distribution, each with its log-probability, down to the depth of the last head.
    public var traits: DraftTraits {
        DraftTraits(draw: draw, givesProbabilities: true, maximumDepth: head == Self.newHead ? heads : nil)
    }

    /// Opens the heads.
    ///
    /// - Parameter context: The target, which must be a transformer of the width and vocabulary that they were made for.
    /// - Returns: The policy.
    /// - Throws: `ModelError` if a file is missing or damaged, or the heads were made for another target.
    public func load(in context: DraftLoading) throws -> any DraftPolicy {
        guard let target = (context.target as? TransformerTarget)?.model else {
            throw ModelError(head, "draft policy 'medusa' needs a transformer as its target")
        }
        guard head != Self.newHead else {
            return MedusaDraft(
                heads: MedusaHeads(startingFrom: target, configuration(for: target)), draw: draw, isNew: true)
        }
        return MedusaDraft(
            heads: try MedusaHeads(folder: context.locate(head), target: target, precision: precision), draw: draw)
    }

    private func configuration(for target: Transformer) -> MedusaConfiguration {
        MedusaConfiguration(heads: heads, blocks: layers, for: target.configuration)
    }
}

extension MedusaRecipe: RandomDraftRecipe {
    /// A draft with heads of random weights that suit a target, to measure what drafting costs.
    ///
    /// - Parameters:
    ///   - target: The model that they draft for.
    ///   - tensors: How to make the weights up.
    /// - Returns: The policy.
    /// - Throws: `ModelError` if the weights cannot be made.
    public func randomPolicy(for target: TransformerTarget, _ tensors: RandomTensors) throws -> (any DraftPolicy)? {
        MedusaDraft(
            heads: try MedusaHeads(
                configuration(for: target.model), random: tensors, target: target.model, precision: precision),
            draw: draw)
    }
}
