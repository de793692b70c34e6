extension DecoderFamily {
    /// Mistral 7B and its kin (arXiv 2310.06825): a Llama whose layers all see a window, unless the configuration says null.
    static let mistral = DecoderFamily(modelType: "mistral") { reader, sizes in
        var attention = AttentionPlan(rope: try RopeParameters(reader, headWidth: sizes.headWidth))
        var network = GatedPlan(width: sizes.intermediateSize)
        network.function = try reader.gateFunction()
        let window = try reader.optionalSize("sliding_window", default: 4096)
        return DecoderPlan(
            layers: try reader.windows(of: sizes.layerCount, window: window).map { window in
                attention.window = window
                return LayerPlan(attention: attention, feedForward: .gated(network))
            })
    }
}
