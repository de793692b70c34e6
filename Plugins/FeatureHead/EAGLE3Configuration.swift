import Foundation
import LanguageModels

/// The sizes of an EAGLE-3 head, from the `config.json` beside it.
struct EAGLE3Configuration: Sendable {
    /// The width of the head's residual stream.
    let hiddenSize: Int
    let intermediateSize: Int
    let headCount: Int
    let keyValueHeadCount: Int
    let headWidth: Int
    let normEpsilon: Float
    let vocabularySize: Int
    var draftVocabularySize: Int
    /// The width of the target that the head was trained for, where it differs from the head's own.
    let targetHiddenSize: Int?
    let rope: RopeParameters
    /// Zero-based target layers whose inputs are the features, ascending.
    let featureLayers: [Int]

    init(folder: URL, target: ModelConfiguration) throws {
        let file = folder.appendingPathComponent("config.json")
        let reader = ConfigurationReader(file: file.path, value: try ModelFile.json(file))
        try Self.refuseVariants(reader)
        hiddenSize = try reader.size("hidden_size")
        intermediateSize = try reader.size("intermediate_size")
        headCount = try reader.size("num_attention_heads")
        keyValueHeadCount = try reader.optionalSize("num_key_value_heads") ?? headCount
        headWidth = try reader.optionalSize("head_dim") ?? hiddenSize / headCount
        normEpsilon = Float(try reader.number("rms_norm_eps", default: 1e-6))
        vocabularySize = try reader.size("vocab_size")
        draftVocabularySize = try reader.optionalSize("draft_vocab_size") ?? vocabularySize
        targetHiddenSize = try reader.optionalSize("target_hidden_size")
        rope = try RopeParameters(reader)
        featureLayers = try Self.featureLayers(reader, layerCount: target.layerCount)
        guard headCount.isMultiple(of: keyValueHeadCount), headWidth > 0, headWidth.isMultiple(of: 2) else {
            throw reader.error(
                "\(headCount) heads of width \(headWidth) over \(keyValueHeadCount) key-value heads do not work out")
        }
        guard draftVocabularySize <= vocabularySize else {
            throw reader.error("draft_vocab_size \(draftVocabularySize) exceeds vocab_size \(vocabularySize)")
        }
        guard vocabularySize == target.vocabularySize else {
            throw reader.error(
                "the head was made for a vocabulary of \(vocabularySize), and the target's has \(target.vocabularySize)"
            )
        }
        let trainedFor = targetHiddenSize ?? hiddenSize
        guard trainedFor == target.hiddenSize else {
            throw reader.error(
                "the head was made for a target of width \(trainedFor), and this one's is \(target.hiddenSize)")
        }
    }

    /// Which layers' inputs the head reads.
    ///
    /// Two conventions exist. The nested list counts a layer's *output*, one less than the input of the next; the
    /// top-level list counts inputs. Without a list both mean the inputs of layers 2, L/2 and L − 3.
    private static func featureLayers(_ reader: ConfigurationReader, layerCount: Int) throws -> [Int] {
        let key = "eagle_aux_hidden_state_layer_ids"
        let layers: [Int]
        if let nested = try reader.section("eagle_config")?.integers(key) {
            layers = nested.map { $0 + 1 }
        } else {
            layers = try reader.integers(key) ?? [2, layerCount / 2, layerCount - 3]
        }
        guard !layers.isEmpty, layers.allSatisfy({ $0 >= 0 && $0 <= layerCount }) else {
            throw reader.error("the feature layers \(layers) do not exist in a target of \(layerCount) layers")
        }
        return layers
    }

    /// Variants that would load and draft nonsense are refused by name.
    private static func refuseVariants(_ reader: ConfigurationReader) throws {
        if reader.has("speculators_model_type") {
            throw reader.error("is a speculators checkpoint: convert the head to SafeAILab layout first")
        }
        for flag in ["norm_before_residual", "norm_before_fc", "fc_norm"] where try reader.flag(flag, default: false) {
            throw reader.error("\(flag) is a variant of EAGLE-3 that is not supported")
        }
        if try !reader.flag("norm_output", default: true) {
            throw reader.error("norm_output: false is a variant of EAGLE-3 that is not supported")
        }
        if let layers = try reader.optionalSize("num_hidden_layers"), layers != 1 {
            throw reader.error("num_hidden_layers is \(layers), and an EAGLE-3 head has 1")
        }
    }
}
