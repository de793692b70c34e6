/// One attention layer as operations need to know it: which keys and values are its own, and how it attends.
public struct AttentionLayer: Sendable, Hashable {
    /// Which of the operations' layers it is, counted from 0.
    public var number: Int

    /// How the columns divide.
    public var heads: AttentionHeads

    /// Multiplies the products of queries and keys; 1 / √width, as precise as the operations are, if it is nil.
    public var scale: Float?

    /// Bounds the scaled products softly, c · tanh(x / c), if it is there.
    public var softCap: Float?

    /// How many tokens a row sees at most, itself and those before it on its own path; all if it is nil.
    public var window: Int?

    /// Which of the operations' rotations turns its queries and keys, counted from 0.
    public var rotation: Int

    /// Describes a layer.
    ///
    /// - Parameters:
    ///   - number: Which of the operations' layers it is.
    ///   - heads: How the columns divide.
    ///   - scale: Multiplies the products of queries and keys.
    ///   - softCap: Bounds the scaled products, positive.
    ///   - window: How many tokens a row sees at most, at least 1.
    ///   - rotation: Which of the operations' rotations turns its queries and keys.
    public init(
        number: Int = 0, heads: AttentionHeads, scale: Float? = nil, softCap: Float? = nil, window: Int? = nil,
        rotation: Int = 0
    ) {
        precondition(window.map { $0 > 0 } ?? true, "a window that holds nothing")
        self.number = number
        self.heads = heads
        self.scale = scale
        self.softCap = softCap
        self.window = window
        self.rotation = rotation
    }
}
