import LanguageModels
import Speculation

/// A small language model that drafts for a large one (Leviathan et al., arXiv 2211.17192; Chen et al., 2302.01318).
///
/// It reads the same tokens with a KV cache of its own. In each round it expands the nodes that the builder names, all
/// in one pass under a tree mask, and proposes its most probable next tokens, or draws them.
struct SmallModelDraft: DraftPolicy {
    let model: Transformer

    /// What it may propose.
    let vocabulary: SharedVocabulary

    /// How it chooses children.
    var draw = DrawMode.topK

    var features: FeatureRequest? { nil }

    func begin(_ beginning: DraftBeginning) throws -> any DraftSession {
        try SmallModelSession(self, beginning)
    }
}
