/// A decoder as its family describes it: its layers, and what happens before and behind them.
public struct DecoderPlan: Sendable, Hashable {
    /// The layers, from the embedding up.
    public var layers: [LayerPlan]

    /// Multiplies the embeddings, rounded to a number of the table's format; nil for none.
    public var embeddingScale: Float?

    /// What is added to the factors that norms have stored: 1 where those count from 1, as Gemma's do.
    public var gainOffset: Float = 0

    /// Bounds logits softly, c · tanh(x / c), if it is there (arXiv 2408.00118).
    public var logitSoftCap: Float?

    /// Describes a decoder that neither scales nor bounds anything.
    ///
    /// - Parameter layers: The layers, from the embedding up.
    public init(layers: [LayerPlan]) {
        self.layers = layers
    }

    /// The different rotations of the layers, in the order in which they first occur.
    var ropes: [RopeParameters] {
        layers.reduce(into: []) { ropes, layer in
            if !ropes.contains(layer.attention.rope) { ropes.append(layer.attention.rope) }
        }
    }
}
