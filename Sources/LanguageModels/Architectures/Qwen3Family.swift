extension DecoderFamily {
    /// Qwen 3 (dense): each head's queries and keys are normalised; heads are 128 wide unless configured.
    static let qwen3 = DecoderFamily(
        modelType: "qwen3", headWidth: { _, _ in 128 },
        layout: { reader in
            let bias = try reader.flag("attention_bias", default: false)
            return DecoderLayout(
                hasInputBias: bias, hasOutputBias: bias, hasFeedForwardBias: false, normalisesQueriesAndKeys: true)
        })
}
