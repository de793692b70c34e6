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

    /// Describes a family's layers.
    ///
    /// - Parameters:
    ///   - hasInputBias: Whether query, key and value projections have biases.
    ///   - hasOutputBias: Whether the attention's output projection has a bias.
    ///   - hasFeedForwardBias: Whether the feed-forward projections have biases.
    ///   - normalisesQueriesAndKeys: Whether queries and keys are normalised head by head.
    public init(
        hasInputBias: Bool, hasOutputBias: Bool, hasFeedForwardBias: Bool, normalisesQueriesAndKeys: Bool
    ) {
        self.hasInputBias = hasInputBias
        self.hasOutputBias = hasOutputBias
        self.hasFeedForwardBias = hasFeedForwardBias
        self.normalisesQueriesAndKeys = normalisesQueriesAndKeys
    }
}
