extension DecoderFamily {
    /// Qwen 3 (dense): each head's queries and keys are normalized; heads are 128 wide unless configured.
    static let qwen3 = DecoderFamily(modelType: "qwen3", headWidth: { _, _ in 128 }) { reader, sizes in
        try .qwen(reader, sizes, .qwen3(reader, sizes))
    }
}

extension AttentionPlan {
    /// The attention of Qwen 3, dense or not.
    static func qwen3(_ reader: ConfigurationReader, _ sizes: DecoderFamily.Sizes) throws -> AttentionPlan {
        let bias = try reader.flag("attention_bias", default: false)
        var attention = AttentionPlan(rope: try RopeParameters(reader, headWidth: sizes.headWidth))
        (attention.hasInputBias, attention.hasOutputBias) = (bias, bias)
        attention.normalizesHeads = true
        return attention
    }
}
