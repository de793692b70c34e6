import JSON
import LanguageModels
import Speculation
import Tensors

/// A head that nobody has trained yet: its layer is shaped like the target's, as published heads have it.
struct EAGLE3NewHead: Sendable, Hashable {
    /// The target layers whose inputs it reads, ascending; nil for the usual ones: low, middle, high.
    var featureLayers: [Int]?

    /// How many decoder layers it has.
    var layerCount = 1

    /// How many tokens it proposes.
    var draftVocabularySize: Int

    /// How many tokens published heads propose, where the target has so many.
    static func usualVocabularySize(for target: Transformer) -> Int {
        min(32_000, target.configuration.vocabularySize)
    }

    /// The head with weights that are made up.
    ///
    /// - Parameters:
    ///   - target: The model that it drafts for.
    ///   - tensors: How to make its weights up.
    ///   - vocabulary: The target's token of each draft id; the first ones unless given.
    ///   - precision: The precision of its products.
    /// - Returns: The head.
    /// - Throws: `ModelError` if the weights cannot be made.
    func made(
        for target: Transformer, of tensors: RandomTensors, proposing vocabulary: [Token]? = nil,
        precision: ProductPrecision = ProductPrecision()
    ) throws -> EAGLE3Head {
        let tokens = vocabulary ?? Array(0..<draftVocabularySize)
        let configuration = EAGLE3Configuration(
            like: target.configuration, layers: layerCount, reading: layers(of: target), proposing: tokens.count)
        return try EAGLE3Head(
            configuration, Checkpoint(named: "a new EAGLE-3 head", random: tensors), target: target,
            vocabulary: DraftVocabulary(tokens, targetSize: configuration.vocabularySize), precision: precision)
    }

    private func layers(of target: Transformer) -> [Int] {
        featureLayers ?? EAGLE3Configuration.usualFeatureLayers(of: target.configuration.layerCount)
    }

    /// Makes sure that a target has the layers that the head reads, each of them once.
    ///
    /// - Throws: `ModelError` that says which layers there are.
    func check(against target: Transformer) throws {
        let (count, layers) = (target.configuration.layerCount, layers(of: target))
        let ascend = zip(layers, layers.dropFirst()).allSatisfy { $0 < $1 }
        if ascend, layers.allSatisfy({ 0...count ~= $0 }) { return }
        let advice =
            "name layers from 0 to \(count) in ascending order, such as feature_layers: [\(count / 2), \(count)]"
        guard featureLayers == nil else {
            throw target.error(
                "feature_layers \(layers) are not to be had of this model of \(count.counting("layer")): \(advice)")
        }
        throw target.error(
            "the usual layers 2, L/2 and L - 3 do not ascend in a model of \(count.counting("layer")): \(advice)")
    }
}

extension EAGLE3Configuration {
    /// A head whose layer is shaped like the target's; where that rotates in a way that heads do not know, by the plain one of
    /// the same base.
    fileprivate init(
        like target: ModelConfiguration, layers count: Int, reading layers: [Int], proposing tokens: Int
    ) {
        generation = .third
        layerCount = count
        hiddenSize = target.hiddenSize
        intermediateSize = target.intermediateSize
        headCount = target.headCount
        keyValueHeadCount = target.keyValueHeadCount
        headWidth = target.headWidth
        normEpsilon = target.normEpsilon
        vocabularySize = target.vocabularySize
        draftVocabularySize = tokens
        targetWidth = target.hiddenSize
        rope = target.rope.plain
        featureLayers = layers
        norms = EAGLE3Norms()
        windows = [Int?](repeating: nil, count: count)
        (hasHeadNorms, hasInputBias, hasOutputBias, hasFusionBias) = (false, false, false, false)
        (mapsAbsolutely, bringsOutputHead) = (false, true)
        layerValue = .null
    }
}
