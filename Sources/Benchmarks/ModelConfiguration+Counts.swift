public import LanguageModels

extension ModelConfiguration {
    /// The shapes of a layer's projections, and how they are called in reports.
    var projections: [(name: String, rows: Int, columns: Int)] {
        let (queries, keys) = (headCount * headWidth, keyValueHeadCount * headWidth)
        return [
            ("q_proj", queries, hiddenSize), ("k_proj", keys, hiddenSize), ("v_proj", keys, hiddenSize),
            ("o_proj", hiddenSize, queries), ("gate_proj", intermediateSize, hiddenSize),
            ("up_proj", intermediateSize, hiddenSize), ("down_proj", hiddenSize, intermediateSize),
        ]
    }

    /// The number of weights, norms and biases aside, which are few.
    public var parameterCount: Int {
        layerCount * projections.map { $0.rows * $0.columns }.reduce(0, +)
            + (tiesEmbeddings ? 1 : 2) * vocabularySize * hiddenSize
    }

    /// The number of weights that one pass reads: all but the embedding table, unless that is the output head too.
    public var readParameterCount: Int {
        parameterCount - (tiesEmbeddings ? 0 : vocabularySize * hiddenSize)
    }

    /// The number of weights of an EAGLE-3 head of this shape.
    var headParameterCount: Int {
        let (queries, keys) = (headCount * headWidth, keyValueHeadCount * headWidth)
        return hiddenSize
            * (3 * hiddenSize + 3 * queries + 4 * keys + 3 * intermediateSize + min(vocabularySize, 32_000))
    }
}
