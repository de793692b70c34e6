import Tensors

/// What distinguishes the attention of a layer; heads and widths are the model's.
public struct AttentionPlan: Sendable, Hashable {
    /// How the projections to queries, keys and values are stored: apart, or as `qkv_proj`.
    public var layout = TensorLayout.separate

    /// Whether the projections to queries, keys and values have biases.
    public var hasInputBias = false

    /// Whether the projection of what was attended to has a bias.
    public var hasOutputBias = false

    /// Whether each head's queries and keys are normalized before they are rotated.
    public var normalizesHeads = false

    /// How many tokens a row sees at most, itself among them; all if it is nil.
    public var window: Int?

    /// Bounds scores softly, c · tanh(x / c), if it is there (arXiv 2408.00118).
    public var softCap: Float?

    /// Multiplies the products of queries and keys; 1 / √width of a head if it is nil.
    public var scale: Float?

    /// How positions rotate queries and keys.
    public var rope: RopeParameters

    /// A layer without biases, that sees everything.
    ///
    /// - Parameter rope: How positions rotate queries and keys.
    public init(rope: RopeParameters) {
        self.rope = rope
    }
}
