extension DecoderFamily {
    /// Qwen 2 and 2.5: biases on queries, keys and values, always.
    static let qwen2 = DecoderFamily(
        modelType: "qwen2", headWidth: { $0 / $1 },
        layout: { _ in
            DecoderLayout(
                hasInputBias: true, hasOutputBias: false, hasFeedForwardBias: false, normalisesQueriesAndKeys: false)
        })
}
