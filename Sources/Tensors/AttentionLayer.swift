/// One attention layer as operations need to know it: which keys and values are its own, and how it attends.
public struct AttentionLayer: Sendable, Hashable {
    /// Which of the operations' layers it is, counted from 0.
    public var number: Int

    /// How the columns divide.
    public var heads: AttentionHeads

    /// Multiplies the products of queries and keys; 1 / √width, as precise as the operations are, if it is nil.
    public var scale: Float?

    /// Describes a layer.
    ///
    /// - Parameters:
    ///   - number: Which of the operations' layers it is.
    ///   - heads: How the columns divide.
    ///   - scale: Multiplies the products of queries and keys.
    public init(number: Int = 0, heads: AttentionHeads, scale: Float? = nil) {
        self.number = number
        self.heads = heads
        self.scale = scale
    }
}
