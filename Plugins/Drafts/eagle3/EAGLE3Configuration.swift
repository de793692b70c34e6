import Foundation
import JSON
import LanguageModels
import Speculation
import Tensors

/// The sizes of an EAGLE head and its switches, from the `config.json` beside it and the tensors that it has.
struct EAGLE3Configuration: Sendable {
    /// Which of the published networks it is.
    enum Generation: Sendable, Hashable {
        /// EAGLE-1's: each step fuses embedding and state, and the target's output head makes logits. EAGLE-2 draws other
        /// trees from it, HASS trains it otherwise.
        case first

        /// GRIFFIN's: EAGLE-1's with a network behind the fusion, and one output for logits and one for the next step.
        case griffin

        /// EAGLE-3's: features of several layers are fused once, and each step attends over embedding and state.
        case third
    }

    let generation: Generation

    /// The width of the head's residual stream.
    let hiddenSize: Int
    let intermediateSize: Int
    /// How many decoder layers the head has; the papers' have 1.
    let layerCount: Int
    let headCount: Int
    let keyValueHeadCount: Int
    let headWidth: Int
    let normEpsilon: Float
    let vocabularySize: Int
    var draftVocabularySize: Int
    /// The width of the target.
    let targetWidth: Int
    let rope: RopeParameters
    /// Zero-based target layers whose inputs are the features, ascending; none where the final state is the feature.
    let featureLayers: [Int]

    /// The switches about norms.
    let norms: EAGLE3Norms
    /// How many rows each layer's rows see at most; nil for all.
    let windows: [Int?]
    /// Whether each head's queries and keys are normalized.
    let hasHeadNorms: Bool
    /// Whether the projections to queries, keys and values have biases.
    let hasInputBias: Bool
    /// Whether the projection of what was attended to has one.
    let hasOutputBias: Bool
    /// Whether the fusion of embedding and state has one (EAGLE-1).
    let hasFusionBias: Bool
    /// Whether the file's `d2t` holds tokens rather than offsets.
    let mapsAbsolutely: Bool
    /// Whether the file brings the rows that make logits; else they are the target's.
    let bringsOutputHead: Bool

    /// The file's keys about the layer as written, for those that exports pass on.
    let layerValue: JSONValue

    /// Reads and checks the configuration of a head.
    ///
    /// - Parameters:
    ///   - file: The `config.json`.
    ///   - tensors: What the weights beside it are.
    ///   - target: The model that it shall draft for.
    /// - Throws: `ModelError` if something is missing or does not fit.
    init(_ file: EAGLE3ConfigurationFile, _ tensors: EAGLE3Tensors, target: ModelConfiguration) throws {
        let reader = file.layer
        generation = try tensors.generation()
        hiddenSize = try reader.size("hidden_size")
        intermediateSize = try reader.size("intermediate_size")
        layerCount = try file.layerCount()
        headCount = try reader.size("num_attention_heads")
        keyValueHeadCount = try reader.optionalSize("num_key_value_heads") ?? headCount
        headWidth = try reader.optionalSize("head_dim") ?? hiddenSize / headCount
        guard headCount.isMultiple(of: keyValueHeadCount), headWidth > 0, headWidth.isMultiple(of: 2) else {
            throw reader.error(
                "\(headCount.counting("head")) of width \(headWidth) over \(keyValueHeadCount) key-value heads do not work out"
            )
        }
        normEpsilon = Float(try reader.number("rms_norm_eps", default: 1e-6))
        vocabularySize = try reader.size("vocab_size")
        rope = try Self.rope(reader, headWidth: headWidth, allowsDivisors: file.isGGUF)
        featureLayers = generation == .third ? try file.featureLayers(layerCount: target.layerCount) : []
        norms = try file.norms()
        windows = try file.windows(layerCount: layerCount)
        hasHeadNorms = try file.hasHeadNorms() ?? tensors.has("midlayer.self_attn.q_norm.weight")
        hasInputBias = try file.hasAttentionBias() ?? tensors.has("midlayer.self_attn.q_proj.bias")
        hasOutputBias = try file.hasAttentionBias() ?? tensors.has("midlayer.self_attn.o_proj.bias")
        hasFusionBias = tensors.has("fc.bias") || tensors.has("fc.fc.bias")
        bringsOutputHead = tensors.has("lm_head.weight")
        mapsAbsolutely = file.isGGUF
        layerValue = file.layerValue
        draftVocabularySize =
            generation == .third
            ? try file.head.optionalSize("draft_vocab_size") ?? tensors.draftVocabularySize ?? vocabularySize
            : vocabularySize
        let fits = tensors.targetWidth(fusing: featureLayers.count, to: hiddenSize) == target.hiddenSize
        targetWidth =
            try file.head.optionalSize("target_hidden_size") ?? (fits ? target.hiddenSize : hiddenSize)
        try check(reader, against: target, madeFor: file.verifierName())
    }

    private func check(
        _ reader: ConfigurationReader, against target: ModelConfiguration, madeFor: String?
    ) throws {
        let hint =
            (madeFor.map { "; it says that it was made for \($0)" } ?? "")
            + "; 'espalier inspect' of the head tells which targets fit, of the target which drafts do"
        guard draftVocabularySize <= vocabularySize else {
            throw reader.error("draft_vocab_size \(draftVocabularySize) exceeds vocab_size \(vocabularySize)")
        }
        guard vocabularySize == target.vocabularySize else {
            throw reader.error(
                "the head was made for a vocabulary of \(vocabularySize), and the target's has \(target.vocabularySize)"
                    + hint)
        }
        guard targetWidth == target.hiddenSize else {
            throw reader.error(
                "the head was made for a target of width \(targetWidth), and this one's is \(target.hiddenSize)" + hint)
        }
        guard generation == .third || (hiddenSize == targetWidth && norms == EAGLE3Norms()) else {
            throw reader.error(
                "\(generation.name) has its target's width and none of the switches "
                    + "norm_before_residual, norm_before_fc, fc_norm, norm_output")
        }
        guard generation != .griffin || layerCount == 1 else {
            throw reader.error("num_hidden_layers is \(layerCount), and \(generation.name) has 1")
        }
    }

    /// GGUF files spell Llama 3's rotation as divisors.
    private static func rope(
        _ reader: ConfigurationReader, headWidth: Int, allowsDivisors: Bool
    ) throws -> RopeParameters {
        let rope = try RopeParameters(reader, headWidth: headWidth)
        guard rope.rotatedShare == 1 else {
            throw reader.error("partial_rotary_factor \(rope.rotatedShare): EAGLE heads rotate whole heads")
        }
        if case .longrope = rope.scaling, !allowsDivisors {
            throw reader.error(
                "rope type 'longrope' is not supported in heads (supported: default, linear, llama3, dynamic, yarn)")
        }
        return rope
    }

    /// What the head reads of the target.
    var features: FeatureRequest { FeatureRequest(layers: featureLayers, finalState: generation != .third) }

    /// The width of the features of one token.
    var featureWidth: Int { features.stateCount * targetWidth }

    /// How the columns of queries, keys and values divide.
    var heads: AttentionHeads { AttentionHeads(count: headCount, groups: keyValueHeadCount, width: headWidth) }

    /// The width of what passes from step to step: GRIFFIN's are two states side by side.
    var stateWidth: Int { generation == .griffin ? 2 * hiddenSize : hiddenSize }

    /// The width of all queries.
    var queryWidth: Int { headCount * headWidth }

    /// The width of all keys, which is that of all values.
    var keyWidth: Int { keyValueHeadCount * headWidth }

    /// Whether the rows that make logits are the head's to train; those of the older networks are the target's, frozen.
    var trainsOutputHead: Bool { generation == .third || bringsOutputHead }

    /// More layers make no draft.
    static let mostLayers = 8

    /// The layers whose inputs a head reads unless its configuration says otherwise: low, middle, high.
    static func usualFeatureLayers(of layerCount: Int) -> [Int] { [2, layerCount / 2, layerCount - 3] }
}

extension EAGLE3Configuration.Generation {
    /// What a head of it is called, without article.
    var kind: String {
        switch self {
        case .first: "EAGLE-1 head"
        case .griffin: "GRIFFIN head"
        case .third: "EAGLE-3 head"
        }
    }

    /// A head of it, for messages.
    var name: String { self == .griffin ? "a \(kind)" : "an \(kind)" }
}
