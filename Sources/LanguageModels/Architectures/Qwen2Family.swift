extension DecoderFamily {
    /// Qwen 2 and 2.5: biases on queries, keys and values, always; upper layers may see a window.
    static let qwen2 = DecoderFamily(modelType: "qwen2") { reader, sizes in
        var attention = AttentionPlan(rope: try RopeParameters(reader, headWidth: sizes.headWidth))
        attention.hasInputBias = true
        return try .qwen(reader, sizes, attention)
    }
}

extension DecoderPlan {
    /// The layers of a dense Qwen, which see a window from `max_window_layers` on where `use_sliding_window` is set.
    static func qwen(
        _ reader: ConfigurationReader, _ sizes: DecoderFamily.Sizes, _ common: AttentionPlan
    ) throws -> DecoderPlan {
        var (attention, network) = (common, GatedPlan(width: sizes.intermediateSize))
        network.function = try reader.gateFunction()
        let isWindowed = try reader.flag("use_sliding_window", default: false)
        let window = isWindowed ? try reader.optionalSize("sliding_window", default: 4096) : nil
        let whole = try reader.count("max_window_layers", default: 28)
        let windows = try reader.windows(of: sizes.layerCount, window: window) { $0 >= whole }
        return DecoderPlan(
            layers: windows.map { window in
                attention.window = window
                return LayerPlan(attention: attention, feedForward: .gated(network))
            })
    }
}
