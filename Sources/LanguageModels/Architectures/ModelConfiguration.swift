public import Foundation
import JSON
public import Tensors

/// The sizes and switches of a decoder-only transformer, from a Hugging Face `config.json`.
///
/// Both spellings are understood: the legacy `rope_theta`, `rope_scaling` and `torch_dtype`, and the newer
/// `rope_parameters` and `dtype`.
public struct ModelConfiguration: Sendable, Equatable {
    /// The family's name: `llama`, `qwen2`, `qwen3`.
    public var modelType: String
    /// The width of the residual stream.
    public var hiddenSize: Int
    /// The width of the gated feed-forward network.
    public var intermediateSize: Int
    /// The number of decoder layers.
    public var layerCount: Int
    /// The number of query heads.
    public var headCount: Int
    /// The number of key-value heads; divides ``headCount``.
    public var keyValueHeadCount: Int
    /// The width of a head, even.
    public var headWidth: Int
    /// The number of tokens with an embedding.
    public var vocabularySize: Int
    /// The largest number of tokens of a sequence.
    public var contextLimit: Int
    /// Added to the mean square in every norm.
    public var normEpsilon: Float
    /// Whether the output head is the embedding table.
    public var tiesEmbeddings: Bool
    /// How positions rotate queries and keys.
    public var rope: RopeParameters
    /// How the columns of every layer's queries, keys and values divide.
    public var heads: AttentionHeads {
        AttentionHeads(count: headCount, groups: keyValueHeadCount, width: headWidth)
    }

    /// What distinguishes the family's layers.
    public var layout: DecoderLayout
    /// Tokens that end an answer, from `config.json` and `generation_config.json`.
    public var endTokens: Set<Int>

    /// Reads the configuration of a model folder.
    ///
    /// - Parameter folder: A folder in Hugging Face layout.
    /// - Throws: ``ModelError`` for a missing or impossible value, or an architecture or variant that is not supported.
    public init(folder: URL) throws {
        let url = folder.appendingPathComponent("config.json")
        let reader = ConfigurationReader(file: url.path, value: try ModelFile.json(url))
        try self.init(reader)
        let generation = folder.appendingPathComponent("generation_config.json")
        if FileManager.default.fileExists(atPath: generation.path) {
            endTokens.formUnion(
                try ConfigurationReader(file: generation.path, value: ModelFile.json(generation))
                    .tokens("eos_token_id"))
        }
    }

    /// Reads a configuration from an opened file.
    ///
    /// - Parameter reader: The file's values.
    /// - Throws: ``ModelError`` for a missing or impossible value, or an architecture or variant that is not supported.
    public init(_ reader: ConfigurationReader) throws {
        let type = try reader.text("model_type")
        guard let family = DecoderFamily.all.first(where: { $0.modelType == type }) else {
            let known = DecoderFamily.all.map(\.modelType).joined(separator: ", ")
            throw reader.error("model_type '\(type)' is not supported (supported: \(known))")
        }
        modelType = type
        hiddenSize = try reader.size("hidden_size")
        intermediateSize = try reader.size("intermediate_size")
        layerCount = try reader.size("num_hidden_layers")
        headCount = try reader.size("num_attention_heads")
        keyValueHeadCount = try reader.optionalSize("num_key_value_heads") ?? headCount
        headWidth = try reader.optionalSize("head_dim") ?? family.headWidth(hiddenSize, headCount)
        vocabularySize = try reader.size("vocab_size")
        contextLimit = try reader.optionalSize("max_position_embeddings") ?? 2048
        normEpsilon = Float(try reader.number("rms_norm_eps", default: 1e-6))
        tiesEmbeddings = try reader.flag("tie_word_embeddings", default: false)
        rope = try RopeParameters(reader)
        layout = try family.layout(reader)
        endTokens = try reader.tokens("eos_token_id")
        try checkConsistency(reader)
    }

    private func checkConsistency(_ reader: ConfigurationReader) throws {
        guard headCount.isMultiple(of: keyValueHeadCount) else {
            throw reader.error(
                "num_attention_heads \(headCount) is no multiple of num_key_value_heads \(keyValueHeadCount)")
        }
        guard headWidth > 0 else {
            throw reader.error("hidden_size \(hiddenSize) is too small for \(headCount) heads")
        }
        guard headWidth.isMultiple(of: 2) else {
            throw reader.error("head_dim \(headWidth) is odd, and RoPE rotates pairs")
        }
        let activation = try reader.optionalText("hidden_act") ?? "silu"
        guard activation == "silu" else {
            throw reader.error("hidden_act '\(activation)' is not supported (supported: silu)")
        }
        guard try !reader.flag("use_sliding_window", default: false) else {
            throw reader.error("use_sliding_window is not supported: every layer must attend to the whole context")
        }
        let kinds = try reader.texts("layer_types")
        guard kinds.allSatisfy({ $0 == "full_attention" }) else {
            throw reader.error("layer_types other than full_attention are not supported")
        }
    }
}
