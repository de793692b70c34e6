import JSON
public import LanguageModels
public import Speculation

extension EAGLE3Recipe {
    /// A draft with a head of random weights that suits a target, to measure what drafting costs.
    ///
    /// Its layer is one of the target's own shape, as published heads have it, and it proposes at most 32,000 tokens.
    ///
    /// - Parameters:
    ///   - target: A model of more than five layers.
    ///   - random: How to make the weights up.
    ///   - format: In which format they are multiplied.
    /// - Returns: The policy.
    /// - Throws: `ModelError` if the target has too few layers for a head to read three of them.
    public static func random(
        for target: TransformerTarget, _ random: RandomTensors, format: WeightFormat = .stored
    ) throws -> any DraftPolicy {
        let sizes = target.model.configuration
        guard sizes.layerCount > 5 else {
            throw target.model.error("has \(sizes.layerCount) layers, and an EAGLE-3 head reads three of at least 6")
        }
        let checkpoint = Checkpoint(named: "a random EAGLE-3 head", random: random)
        let configuration = EAGLE3Configuration(like: sizes)
        let vocabulary = try DraftVocabulary(
            Array(0..<configuration.draftVocabularySize), targetSize: sizes.vocabularySize)
        return EAGLE3Draft(
            head: try EAGLE3Head(
                configuration, checkpoint, target: target.model, vocabulary: vocabulary, format: format))
    }
}

extension EAGLE3Configuration {
    /// A head whose layer is shaped like the target's.
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
        rope = target.rope
        featureLayers = Self.usualFeatureLayers(of: target.layerCount)
        layerValue = .null
    }
}
