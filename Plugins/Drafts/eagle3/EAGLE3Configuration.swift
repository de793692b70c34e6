import Foundation
import JSON
import LanguageModels

/// The sizes of an EAGLE-3 head, from the `config.json` beside it.
struct EAGLE3Configuration: Sendable {
    /// The width of the head's residual stream.
    let hiddenSize: Int
    let intermediateSize: Int
    /// How many decoder layers the head has; the paper's has 1.
    let layerCount: Int
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

    /// The file's keys about the layer as written, for those that exports pass on.
    let layerValue: JSONValue

    init(folder: URL, target: ModelConfiguration) throws {
        let file = try EAGLE3ConfigurationFile(folder: folder)
        let reader = file.layer
        hiddenSize = try reader.size("hidden_size")
        intermediateSize = try reader.size("intermediate_size")
        layerCount = try file.layerCount()
        headCount = try reader.size("num_attention_heads")
        keyValueHeadCount = try reader.optionalSize("num_key_value_heads") ?? headCount
        headWidth = try reader.optionalSize("head_dim") ?? hiddenSize / headCount
        guard headCount.isMultiple(of: keyValueHeadCount), headWidth > 0, headWidth.isMultiple(of: 2) else {
            throw reader.error(
                "\(headCount) heads of width \(headWidth) over \(keyValueHeadCount) key-value heads do not work out")
        }
        normEpsilon = Float(try reader.number("rms_norm_eps", default: 1e-6))
        vocabularySize = try reader.size("vocab_size")
        rope = try Self.rope(reader, headWidth: headWidth)
        draftVocabularySize = try file.head.optionalSize("draft_vocab_size") ?? vocabularySize
        targetHiddenSize = try file.head.optionalSize("target_hidden_size")
        featureLayers = try file.featureLayers(layerCount: target.layerCount)
        layerValue = file.layerValue
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

    private static func rope(_ reader: ConfigurationReader, headWidth: Int) throws -> RopeParameters {
        let rope = try RopeParameters(reader, headWidth: headWidth)
        guard rope == rope.plain else {
            throw reader.error(
                "an EAGLE-3 head rotates whole heads by rope type default, linear or llama3, and this one asks for more"
            )
        }
        return rope
    }

    /// More layers make no draft.
    static let mostLayers = 8

    /// The layers whose inputs a head reads unless its configuration says otherwise: low, middle, high.
    static func usualFeatureLayers(of layerCount: Int) -> [Int] { [2, layerCount / 2, layerCount - 3] }
}
