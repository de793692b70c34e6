public import Foundation
public import Speculation

/// A draft policy whose stored drafts are known by what they hold: what a ``/Speculation/DraftRecipe`` adds so that
/// `espalier inspect` can describe one, and find it beside its target.
public protocol DescribableRecipe: DraftRecipe {
    /// What a place holds, read from headers.
    ///
    /// - Parameter place: A folder or a file.
    /// - Returns: Nil where it is no draft of this policy.
    /// - Throws: If it is one, and damaged.
    static func description(ofDraftAt place: URL) throws -> DraftDescription?
}

/// A stored draft that is no model by itself, and what its target must be.
public struct DraftDescription: Sendable, Equatable {
    /// What it is, without article: "EAGLE-3 head".
    public let kind: String

    /// How it is stored: "GGUF 3" or "Hugging Face folder".
    public let format: String

    /// How many decoder layers it has.
    public let layers: Int

    /// The width of its residual stream.
    public let width: Int

    /// The width of its target.
    public let targetWidth: Int

    /// How many tokens its target knows; nil where the files do not say.
    public let vocabulary: Int?

    /// How many of them it proposes; nil if all.
    public let draftVocabulary: Int?

    /// The target's layers whose inputs it reads, ascending; none where it reads the state after the last.
    public let targetLayers: [Int]

    /// Whether ``targetLayers`` are stated; if not, they are the usual ones of a target, whatever its depth.
    public let statesLayers: Bool

    /// What its files say it was made for; nil where they do not.
    public let madeFor: String?

    /// Bytes of its tensors.
    public let byteCount: Int

    /// States what a draft is.
    public init(
        kind: String, format: String, layers: Int, width: Int, targetWidth: Int, vocabulary: Int?,
        draftVocabulary: Int?, targetLayers: [Int], statesLayers: Bool, madeFor: String?, byteCount: Int
    ) {
        self.kind = kind
        self.format = format
        self.layers = layers
        self.width = width
        self.targetWidth = targetWidth
        self.vocabulary = vocabulary
        self.draftVocabulary = draftVocabulary
        self.targetLayers = targetLayers
        self.statesLayers = statesLayers
        self.madeFor = madeFor
        self.byteCount = byteCount
    }

    /// Whether a model of these sizes can be its target.
    public func fits(width: Int, vocabulary: Int, layers: Int) -> Bool {
        targetWidth == width && (self.vocabulary ?? vocabulary) == vocabulary && (targetLayers.max() ?? 0) <= layers
    }
}
