public import LanguageModels
public import Speculation

extension EAGLE3Recipe: RandomDraftRecipe {
    /// A draft with a head of random weights that suits a target, to measure what drafting costs.
    ///
    /// Its layer is one of the target's own shape, as published heads have it, and it proposes at most 32,000 tokens.
    ///
    /// - Parameters:
    ///   - target: The model that it drafts for.
    ///   - tensors: How to make the weights up.
    /// - Returns: The policy; nil where the target has fewer than the six layers of which a head reads three.
    /// - Throws: `ModelError` if the target's sizes make no head.
    public func randomPolicy(
        for target: TransformerTarget, _ tensors: RandomTensors
    ) throws -> (any DraftPolicy)? {
        guard target.model.configuration.layerCount > 5 else { return nil }
        let head = EAGLE3NewHead(draftVocabularySize: EAGLE3NewHead.usualVocabularySize(for: target.model))
        return EAGLE3Draft(head: try head.made(for: target.model, of: tensors, precision: precision))
    }
}
