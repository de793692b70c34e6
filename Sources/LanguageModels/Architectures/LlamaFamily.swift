extension DecoderFamily {
    /// Llama 1 to 3.3, Vicuna, DeepSeek-R1-Distill-Llama and others: biases only where configured.
    static let llama = DecoderFamily(modelType: "llama") { reader, sizes in
        try reader.refuseWindows()
        let bias = try reader.flag("attention_bias", default: false)
        var attention = AttentionPlan(rope: try RopeParameters(reader, headWidth: sizes.headWidth))
        (attention.hasInputBias, attention.hasOutputBias) = (bias, bias)
        var network = GatedPlan(width: sizes.intermediateSize)
        network.function = try reader.gateFunction()
        network.hasBias = try reader.flag("mlp_bias", default: false)
        let layer = LayerPlan(attention: attention, feedForward: .gated(network))
        return DecoderPlan(layers: Array(repeating: layer, count: sizes.layerCount))
    }
}
