package import LanguageModels
package import Speculation

/// A small language model that drafts for a target with other tokens, through the text.
///
/// The committed tokens' text is read by the small model as its own tokens, what it writes greedily is cut into tokens of the
/// target, and those are proposed, one path. They follow from the text alone, so that whatever verifies deterministic drafts
/// remains exact; a word cut in another way than the target does costs acceptance and nothing else.
package struct TextDraft: DraftPolicy {
    let model: Transformer
    let vocabularies: TextVocabularies

    /// Pairs a model with a target's tokens.
    ///
    /// - Parameters:
    ///   - model: The small model.
    ///   - vocabularies: Its tokenizer and the target's.
    package init(_ model: Transformer, _ vocabularies: TextVocabularies) {
        self.model = model
        self.vocabularies = vocabularies
    }

    /// It needs nothing of the target but its tokens.
    package var features: FeatureRequest? { nil }

    /// Starts a sequence with an empty text.
    package func begin(_ beginning: DraftBeginning) throws -> any DraftSession {
        try TextDraftSession(model, vocabularies, slots: beginning.likelySlots)
    }
}

extension TextDraft {
    /// Pairs opened models.
    ///
    /// - Parameters:
    ///   - small: The model that drafts.
    ///   - target: The target.
    /// - Throws: `ModelError` if one has no tokenizer; `TokenizerError` if that is damaged or does not fit.
    init(_ small: Transformer, for target: any Target) throws {
        guard let target = (target as? TransformerTarget)?.model else {
            throw small.error("drafts through the text only for a target with a tokenizer")
        }
        func tokenizer(of model: Transformer) throws -> Tokenizer {
            guard let tokenizer = try model.files.tokenizer() else {
                throw model.error("has no tokenizer, which a draft of any vocabulary needs of both models")
            }
            return try tokenizer.fitted(to: model.configuration.vocabularySize)
        }
        self.init(
            small,
            TextVocabularies(
                own: try tokenizer(of: small), ends: small.configuration.endTokens,
                target: try tokenizer(of: target), ends: target.configuration.endTokens))
    }
}
