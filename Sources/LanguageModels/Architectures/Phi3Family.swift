extension DecoderFamily {
    /// Phi 3, 3.5 and 4-mini (arXiv 2404.14219): a Llama whose matrices of one input are stored as one, whose heads may be
    /// rotated in part, and whose layers all see a window where one is configured.
    static let phi3 = DecoderFamily(modelType: "phi3") { reader, sizes in
        var attention = AttentionPlan(
            rope: try RopeParameters(
                reader, headWidth: sizes.headWidth, renaming: ["su": "longrope", "yarn": "longrope"],
                originalContext: 4096))
        attention.layout = .fused
        var network = GatedPlan(width: sizes.intermediateSize)
        network.function = try reader.gateFunction()
        network.layout = .fused
        let window = try reader.optionalSize("sliding_window")
        return DecoderPlan(
            layers: try reader.windows(of: sizes.layerCount, window: window).map { window in
                attention.window = window
                return LayerPlan(attention: attention, feedForward: .gated(network))
            })
    }
}
