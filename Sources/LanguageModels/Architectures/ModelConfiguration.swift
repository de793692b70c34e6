public import Foundation
import JSON
import Speculation
public import Tensors

/// The sizes and switches of a decoder-only transformer, from a Hugging Face `config.json`.
///
/// Both spellings are understood: the legacy `rope_theta`, `rope_scaling` and `torch_dtype`, and the newer
/// `rope_parameters` and `dtype`.
public struct ModelConfiguration: Sendable, Equatable {
    /// The family's name, such as `llama`.
    public var modelType: String
    /// The width of the residual stream.
    public var hiddenSize: Int
    /// The width of the gated feed-forward network; in a mixture of experts that of the layers without one.
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
    /// How positions rotate queries and keys, in the layers that see everything where layers differ.
    public var rope: RopeParameters
    /// How the columns of every layer's queries, keys and values divide.
    public var heads: AttentionHeads {
        AttentionHeads(count: headCount, groups: keyValueHeadCount, width: headWidth)
    }

    /// What all layers have in common.
    var frame: LayerFrame {
        LayerFrame(width: hiddenSize, heads: heads, normEpsilon: normEpsilon, gainOffset: plan.gainOffset)
    }

    /// What the model is made of.
    public var plan: DecoderPlan
    /// Tokens that end an answer, from `config.json` and `generation_config.json`.
    public var endTokens: Set<Int>

    /// The `model_type` of the model of several parts whose text model this is; nil for a model of text alone.
    public var container: String?

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
    /// - Parameter whole: The file's values.
    /// - Throws: ``ModelError`` for a missing or impossible value, or an architecture or variant that is not supported.
    public init(_ whole: ConfigurationReader) throws {
        let (reader, container) = try Self.textModel(of: whole)
        self.container = container
        let type = try reader.text("model_type")
        guard let family = DecoderFamily.all.first(where: { $0.modelType == type }) else {
            let known = DecoderFamily.all.map(\.modelType).joined(separator: ", ")
            throw reader.error("model_type '\(type)' is not supported (supported: \(known))")
        }
        func stated(_ key: String) throws -> Int? { try reader.optionalSize(key) ?? family.defaultSizes[key] }
        func size(_ key: String) throws -> Int { try stated(key) ?? reader.size(key) }
        modelType = type
        hiddenSize = try reader.size("hidden_size")
        intermediateSize = try reader.size("intermediate_size")
        layerCount = try reader.size("num_hidden_layers")
        headCount = try size("num_attention_heads")
        keyValueHeadCount = try stated("num_key_value_heads") ?? headCount
        headWidth = try reader.optionalSize("head_dim") ?? family.headWidth(hiddenSize, headCount)
        vocabularySize = try size("vocab_size")
        normEpsilon = Float(try reader.number("rms_norm_eps", default: 1e-6))
        tiesEmbeddings = try reader.flag(
            "tie_word_embeddings", default: whole.flag("tie_word_embeddings", default: family.tiesEmbeddings))
        endTokens = try reader.tokens("eos_token_id").union(whole.tokens("eos_token_id"))
        try Self.check(
            layers: layerCount, heads: headCount, groups: keyValueHeadCount, width: headWidth, hiddenSize: hiddenSize,
            reader)
        plan = try family.plan(
            reader,
            DecoderFamily.Sizes(
                hiddenSize: hiddenSize, intermediateSize: intermediateSize, layerCount: layerCount,
                headWidth: headWidth))
        let main = plan.layers.first { $0.attention.window == nil } ?? plan.layers[0]
        rope = main.attention.rope
        contextLimit = rope.contextLimit(trained: try stated("max_position_embeddings") ?? 2048)
    }

    /// The part of a configuration that describes the text model: `text_config` where the model has other parts beside it.
    private static func textModel(
        of whole: ConfigurationReader
    ) throws -> (reader: ConfigurationReader, container: String?) {
        func isKnown(_ type: String?) -> Bool { DecoderFamily.all.contains { $0.modelType == type } }
        let type = try whole.text("model_type")
        guard !isKnown(type), let part = try whole.section("text_config"), isKnown(try part.optionalText("model_type"))
        else { return (whole, nil) }
        return (part, type)
    }

    /// What to say of files with this configuration; nil for a model of text alone.
    func remark(on files: ModelFiles) -> String? {
        container.map { "\(files.location.path): only the text model (\(modelType)) of this \($0) is used" }
    }

    /// More layers than any model has; a number beyond is a mistake.
    private static let mostLayers = 4096

    private static func check(
        layers: Int, heads: Int, groups: Int, width: Int, hiddenSize: Int, _ reader: ConfigurationReader
    ) throws {
        guard layers <= mostLayers else {
            throw reader.error("num_hidden_layers \(layers) exceeds \(mostLayers)")
        }
        guard heads.isMultiple(of: groups) else {
            throw reader.error("num_attention_heads \(heads) is no multiple of num_key_value_heads \(groups)")
        }
        guard width > 0 else {
            throw reader.error("hidden_size \(hiddenSize) is too small for \(heads.counting("head"))")
        }
        guard width.isMultiple(of: 2) else {
            throw reader.error("head_dim \(width) is odd, and RoPE rotates pairs")
        }
        guard heads * width < 1 << 31 else {
            throw reader.error("num_attention_heads \(heads) of head_dim \(width) are too large")
        }
    }
}
