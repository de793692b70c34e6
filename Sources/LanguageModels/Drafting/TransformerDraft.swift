public import Speculation

/// A language model that drafts for another one, by reading the same tokens with a KV cache of its own (speculative decoding,
/// Leviathan et al., arXiv 2211.17192; Chen et al., 2302.01318).
///
/// In each round it expands the nodes that the builder names, all in one pass under a tree mask, and proposes its most probable
/// next tokens, or draws them.
public struct TransformerDraft: DraftPolicy {
    /// The model.
    public let model: Transformer

    /// What it may propose.
    public let vocabulary: SharedVocabulary

    /// How it chooses children.
    public let draw: DrawMode

    /// Takes a model.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - vocabulary: What it may propose.
    ///   - draw: How it chooses children; any way but retrieving.
    public init(model: Transformer, vocabulary: SharedVocabulary, draw: DrawMode = .topK) {
        self.model = model
        self.vocabulary = vocabulary
        self.draw = draw
    }

    /// It reads nothing of the target but its tokens.
    public var features: FeatureRequest? { nil }

    /// Starts a sequence.
    ///
    /// - Throws: ``ModelError`` if there is no memory for it.
    public func begin(_ beginning: DraftBeginning) throws -> any DraftSession {
        try TransformerDraftSession(self, beginning)
    }
}
