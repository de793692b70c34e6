import LanguageModels
public import Speculation

/// Drafts with the target itself, some of whose layers are left out.
///
/// Self-speculative decoding: Draft & Verify (Zhang et al. 2023, arXiv 2309.08168), LayerSkip (Elhoushi et al. 2024,
/// 2404.16710), SWIFT (Xia et al. 2024, 2410.06916). It needs no second model and no memory but a cache; the draft costs the
/// share of layers that it passes. Models that were not trained to be left early accept little of it.
///
/// Which layers go is told, or chosen by how little each turns the states of a text: its influence, 1 - cos(in, out), averaged
/// over tokens (ShortGPT, Men et al. 2024, 2403.03853), which one pass of the target tells.
public struct LayerSkipRecipe: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "layer-skip"

    /// What `espalier plugins` says of it.
    public static let summary = "The target itself without some of its layers (arXiv 2309.08168, LayerSkip, SWIFT)."

    /// The layers that are left out, zero-based; nil to choose them.
    public let skippedLayers: [Int]?

    /// The share of layers that is left out where they are chosen.
    public let share: Double

    /// How children are chosen.
    public let draw: DrawMode

    /// Reads its options.
    public init(from options: inout OptionReader) {
        skippedLayers = options.optionalLayers(
            "skip", absent: "chosen",
            help: "layers to leave out, counted from 0; chosen: those that turn the states of a sample text least")
        if let negative = skippedLayers?.first(where: { $0 < 0 }) {
            options.fault("skip", "skip names layer \(negative): layers are counted from 0")
        }
        share = options.number(
            "share", default: 0.25, in: 0...0.95, help: "which share of the layers is left out where they are chosen")
        draw = options.draw()
    }

    /// Tokens of the whole vocabulary, each with its log-probability.
    public var traits: DraftTraits { DraftTraits(draw: draw, givesProbabilities: true) }

    /// Leaves layers out of the target.
    ///
    /// - Parameter context: The target.
    /// - Returns: The policy.
    /// - Throws: `ModelError` if the target is no transformer, has no such layer or no tokenizer for the sample text, or if no
    ///   layer would be left.
    public func load(in context: DraftLoading) throws -> any DraftPolicy {
        guard let target = (context.target as? TransformerTarget)?.model else {
            throw ModelError("layer-skip", "draft policy 'layer-skip' needs a transformer as its target")
        }
        let count = target.configuration.layerCount
        let skipped = try skippedLayers ?? LayerInfluence(of: target).least(Int(share * Double(count)))
        if let unknown = skipped.first(where: { $0 >= count }) {
            throw target.error("has layers 0 to \(count - 1), and skip names layer \(unknown)")
        }
        guard Set(skipped).count < count else { throw target.error("has no layer left where all of them are skipped") }
        let size = target.configuration.vocabularySize
        return TransformerDraft(
            model: target.skipping(Set(skipped)), vocabulary: SharedVocabulary(own: size, target: size), draw: draw)
    }
}
