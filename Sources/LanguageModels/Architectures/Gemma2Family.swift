extension DecoderFamily {
    /// Gemma 2 (arXiv 2408.00118): norms around both branches, bounded scores and logits, and every other layer sees a window.
    static let gemma2 = DecoderFamily(modelType: "gemma2", headWidth: { _, _ in 256 }, tiesEmbeddings: true) {
        reader, sizes in
        var attention = AttentionPlan(rope: try RopeParameters(reader, headWidth: sizes.headWidth))
        attention.softCap = try reader.optionalNumber("attn_logit_softcapping", default: 50).map { Float($0) }
        let window = try reader.optionalSize("sliding_window", default: 4096)
        let windows = try reader.windows(of: sizes.layerCount, window: window) { $0.isMultiple(of: 2) }
        var plan = try DecoderPlan.gemma(
            reader, sizes,
            windows.map { window in
                attention.window = window
                return attention
            })
        plan.logitSoftCap = try reader.optionalNumber("final_logit_softcapping", default: 30).map { Float($0) }
        return plan
    }
}

extension DecoderPlan {
    /// What Gemma 2 and 3 have in common: embeddings scaled by √width, factors of norms that count from 1, norms around both
    /// branches, a GeGLU gate, and scores scaled by `query_pre_attn_scalar` instead of the heads' width.
    static func gemma(
        _ reader: ConfigurationReader, _ sizes: DecoderFamily.Sizes, _ layers: [AttentionPlan]
    ) throws -> DecoderPlan {
        guard try !reader.flag("use_bidirectional_attention", default: false) else {
            throw reader.error("use_bidirectional_attention is not supported: a decoder's rows see what is before them")
        }
        let bias = try reader.flag("attention_bias", default: false)
        let scale = Float(1 / (try reader.number("query_pre_attn_scalar", default: 256)).squareRoot())
        var network = GatedPlan(width: sizes.intermediateSize)
        network.function = try reader.gateFunction("hidden_activation", default: "gelu_pytorch_tanh")
        var plan = DecoderPlan(
            layers: layers.map { layer in
                var attention = layer
                (attention.hasInputBias, attention.hasOutputBias, attention.scale) = (bias, bias, scale)
                return LayerPlan(attention: attention, feedForward: .gated(network), norms: .enteringAndLeaving)
            })
        plan.embeddingScale = Float(Double(sizes.hiddenSize).squareRoot())
        plan.gainOffset = 1
        return plan
    }
}
