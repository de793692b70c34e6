import JSON

/// An architecture of GGUF files, and which family of models it is.
///
/// A new one is an entry in ``all``: its family reads what ``GGUFConfiguration`` makes of the metadata.
struct GGUFArchitecture: Sendable {
    /// Its name in files, which begins the keys of its metadata.
    let name: String

    /// The family's `model_type`.
    let modelType: String

    /// What files call parts of a layer that other architectures do not have.
    var parts = ["ffn_norm": "post_attention_layernorm"]

    /// Whether the rows of queries and keys lie in the pairs that are rotated against each other.
    var pairsRows = false

    /// Whether norms have stored what they multiply by, where the family's folders store one less.
    var storesWholeGains = false

    /// What the family's configuration says beside what all have.
    var members: @Sendable (GGUFConfiguration) throws -> [String: JSONValue] = { _ in [:] }

    /// The architectures that are read.
    static let all: [GGUFArchitecture] = [llama, qwen2, qwen3, qwen3MoE, gemma2, gemma3, phi3]

    /// Llama and Mistral, which files give the same name.
    private static let llama = GGUFArchitecture(name: "llama", modelType: "llama", pairsRows: true) { file in
        try file.refuseExperts()
        return [:]
    }

    private static let qwen2 = GGUFArchitecture(name: "qwen2", modelType: "qwen2")

    private static let qwen3 = GGUFArchitecture(name: "qwen3", modelType: "qwen3")

    /// All layers mix experts, whose weights add up to 1.
    private static let qwen3MoE = GGUFArchitecture(name: "qwen3moe", modelType: "qwen3_moe") { file in
        [
            "num_experts": .integer(try file.size("expert_count")),
            "num_experts_per_tok": .integer(try file.size("expert_used_count")),
            "moe_intermediate_size": .integer(try file.size("expert_feed_forward_length")),
            "norm_topk_prob": .bool(true),
        ]
    }

    private static let gemma2 = gemma(name: "gemma2", modelType: "gemma2", layersOfLargest: 46) { file in
        ["attn_logit_softcapping": orNull(try file.number("attn_logit_softcapping"))]
    }

    /// Files lack the pattern of the windows, and older ones the base of the layers that have one: the family's are meant.
    private static let gemma3 = gemma(name: "gemma3", modelType: "gemma3_text", layersOfLargest: 62) { file in
        try file.number("rope.freq_base_swa").map { ["rope_local_base_freq": .real($0)] } ?? [:]
    }

    /// A Gemma, the largest of whose generation alone scales by what its heads share of the width.
    private static func gemma(
        name: String, modelType: String, layersOfLargest: Int,
        members own: @escaping @Sendable (GGUFConfiguration) throws -> [String: JSONValue]
    ) -> GGUFArchitecture {
        GGUFArchitecture(
            name: name, modelType: modelType,
            parts: [
                "post_attention_norm": "post_attention_layernorm", "ffn_norm": "pre_feedforward_layernorm",
                "post_ffw_norm": "post_feedforward_layernorm",
            ], storesWholeGains: true
        ) { file in
            let isLargest = try file.size("block_count") == layersOfLargest
            let shared = try file.size("embedding_length") / file.size("attention.head_count")
            var common: [String: JSONValue] = [
                "sliding_window": .integer(try file.size("attention.sliding_window")),
                "query_pre_attn_scalar": .integer(isLargest ? shared : try file.headWidth()),
                "final_logit_softcapping": orNull(try file.number("final_logit_softcapping")),
            ]
            if let kinds = try file.layerKinds() { common["layer_types"] = kinds }
            return try common.merging(own(file)) { $1 }
        }
    }

    private static let phi3 = GGUFArchitecture(
        name: "phi3", modelType: "phi3",
        parts: ["ffn_norm": "post_attention_layernorm", "ffn_up": "mlp.gate_up_proj"]
    ) { file in
        // 0 stands for no window.
        try file.optionalSize("attention.sliding_window", zeroIsNone: true).map { ["sliding_window": .integer($0)] }
            ?? [:]
    }

    /// A number, or what says that there is none.
    private static func orNull(_ number: Double?) -> JSONValue { number.map { .real($0) } ?? .null }
}
