extension DecoderFamily {
    /// Llama 1 to 3.3, Vicuna, DeepSeek-R1-Distill-Llama and others: biases only where configured.
    static let llama = DecoderFamily(
        modelType: "llama", headWidth: { $0 / $1 },
        layout: { reader in
            let bias = try reader.flag("attention_bias", default: false)
            return DecoderLayout(
                hasInputBias: bias, hasOutputBias: bias,
                hasFeedForwardBias: try reader.flag("mlp_bias", default: false), normalisesQueriesAndKeys: false)
        })
}
