import LanguageModels
public import Speculation

/// The options of draft policy `eagle3`.
public struct EAGLE3Recipe: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "eagle3"

    /// One line for listings.
    public static let summary = "EAGLE-3 head on features of three target layers (arXiv 2503.01840)"

    /// The head's folder: a bundled name or a path.
    public let head: String

    /// The format of its weight matrices when it drafts; training and storing read them as they are.
    public let format: WeightFormat

    /// Names a head.
    ///
    /// - Parameters:
    ///   - head: The head's folder: a bundled name or a path.
    ///   - format: The format of its weight matrices when it drafts.
    public init(head: String, format: WeightFormat = .stored) {
        self.head = head
        self.format = format
    }

    /// Reads the options.
    public init(from options: inout OptionReader) {
        head = options.text(
            "head", default: nil,
            help: "folder of a head in SafeAILab, SpecForge or speculators layout, such as demo/eagle3")
        format = options.weightFormat()
    }

    /// The most probable tokens, each with its log-probability.
    public var traits: DraftTraits { DraftTraits(draw: .topK, givesProbabilities: true) }

    /// Opens the head.
    ///
    /// - Parameter context: The target, which must be a transformer of the width that the head was trained for.
    /// - Returns: The policy.
    /// - Throws: `ModelError` if a file is missing or damaged, or the head was made for another target.
    public func load(in context: DraftLoading) throws -> any DraftPolicy {
        EAGLE3Draft(head: try open(in: context, format: format))
    }

    /// Opens the head itself.
    func open(in context: DraftLoading, format: WeightFormat = .stored) throws -> EAGLE3Head {
        guard let target = context.target as? TransformerTarget else {
            throw ModelError(head, "draft policy 'eagle3' needs a transformer as its target")
        }
        return try EAGLE3Head(folder: context.folder(head), target: target.model, format: format)
    }
}
