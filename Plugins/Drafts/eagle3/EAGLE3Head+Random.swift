import JSON
public import LanguageModels
public import Speculation
import Tensors

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
        let sizes = target.model.configuration
        guard sizes.layerCount > 5 else { return nil }
        let checkpoint = Checkpoint(named: "a random EAGLE-3 head", random: tensors)
        let configuration = EAGLE3Configuration(like: sizes)
        let vocabulary = try DraftVocabulary(
            Array(0..<configuration.draftVocabularySize), targetSize: sizes.vocabularySize)
        return EAGLE3Draft(
            head: try EAGLE3Head(
                configuration, checkpoint, target: target.model, vocabulary: vocabulary, precision: precision))
    }
}

extension EAGLE3Configuration {
    /// A head whose layer is shaped like the target's; where that rotates in a way that heads do not know, by the plain one of
    /// the same base.
    fileprivate init(like target: ModelConfiguration) {
        hiddenSize = target.hiddenSize
        intermediateSize = target.intermediateSize
        headCount = target.headCount
        keyValueHeadCount = target.keyValueHeadCount
        headWidth = target.headWidth
        normEpsilon = target.normEpsilon
        vocabularySize = target.vocabularySize
        draftVocabularySize = min(32_000, target.vocabularySize)
        targetHiddenSize = nil
        rope = target.rope.plain
        featureLayers = Self.usualFeatureLayers(of: target.layerCount)
        layerValue = .null
    }
}
