extension DecoderFamily {
    /// Gemma 3, the text model (arXiv 2503.19786): five layers that see a window and rotate fast for one that sees everything
    /// and rotates slowly; queries and keys are normalized.
    static let gemma3 = DecoderFamily(
        modelType: "gemma3_text", headWidth: { _, _ in 256 }, tiesEmbeddings: true,
        defaultSizes: [
            "num_attention_heads": 8, "num_key_value_heads": 4, "vocab_size": 262_208,
            "max_position_embeddings": 131_072,
        ]
    ) { reader, sizes in
        guard !reader.has("attn_logit_softcapping") else {
            throw reader.error("attn_logit_softcapping is not supported: Gemma 3 normalizes queries and keys instead")
        }
        var whole = AttentionPlan(
            rope: try RopeParameters(
                reader, headWidth: sizes.headWidth, of: .full, defaultTheta: 1_000_000))
        whole.normalizesHeads = true
        var windowed = whole
        windowed.rope = try localRope(reader, headWidth: sizes.headWidth)
        let window = try reader.optionalSize("sliding_window", default: 4096)
        let pattern = try reader.optionalSize("sliding_window_pattern") ?? 6
        let windows = try reader.windows(of: sizes.layerCount, window: window) { !($0 + 1).isMultiple(of: pattern) }
        var plan = try DecoderPlan.gemma(
            reader, sizes,
            windows.map { window in
                windowed.window = window
                return window == nil ? whole : windowed
            })
        plan.logitSoftCap = try reader.optionalNumber("final_logit_softcapping", default: nil).map { Float($0) }
        return plan
    }

    /// The rotation of the layers that see a window: older files give its base alone, and scale the others only.
    private static func localRope(_ reader: ConfigurationReader, headWidth: Int) throws -> RopeParameters {
        if try reader.section("rope_parameters")?.has(LayerKind.windowed.rawValue) == true {
            return try RopeParameters(reader, headWidth: headWidth, of: .windowed, defaultTheta: 10_000)
        }
        return RopeParameters(theta: try reader.number("rope_local_base_freq", default: 10_000), scaling: .none)
    }
}
