/// What distinguishes the decoder layers of one family from those of another.
public struct DecoderLayout: Sendable, Hashable {
    /// Whether query, key and value projections have biases.
    public var hasInputBias: Bool
    /// Whether the attention's output projection has a bias.
    public var hasOutputBias: Bool
    /// Whether the feed-forward projections have biases.
    public var hasFeedForwardBias: Bool
    /// Whether each head's queries and keys are normalised before rotation.
    public var normalisesQueriesAndKeys: Bool
}
