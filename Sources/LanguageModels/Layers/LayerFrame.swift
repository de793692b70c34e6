public import Tensors

/// What all layers of a stack have in common.
public struct LayerFrame: Sendable, Hashable {
    /// The width of the stream.
    public let width: Int

    /// How the columns of queries, keys and values divide.
    public let heads: AttentionHeads

    /// Added to the mean square in every norm.
    public let normEpsilon: Float

    /// What is added to the factors that norms have stored.
    public let gainOffset: Float

    /// States what layers have in common.
    ///
    /// - Parameters:
    ///   - width: The width of the stream.
    ///   - heads: How the columns of queries, keys and values divide.
    ///   - normEpsilon: Added to the mean square in every norm.
    ///   - gainOffset: What is added to the factors that norms have stored.
    public init(width: Int, heads: AttentionHeads, normEpsilon: Float, gainOffset: Float = 0) {
        self.width = width
        self.heads = heads
        self.normEpsilon = normEpsilon
        self.gainOffset = gainOffset
    }
}
