/// One decoder layer as its family describes it: what the blocks of `Layers/` are built from.
public struct LayerPlan: Sendable, Hashable {
    /// Where a layer normalizes.
    public enum Norms: Sendable, Hashable {
        /// What enters each branch: Llama and most others.
        case entering

        /// What enters each branch, and what it adds to the stream: Gemma 2 and 3.
        case enteringAndLeaving
    }

    /// The attention.
    public var attention: AttentionPlan

    /// What follows it.
    public var feedForward: FeedForwardPlan

    /// Where the layer normalizes.
    public var norms: Norms

    /// Describes a layer.
    ///
    /// - Parameters:
    ///   - attention: The attention.
    ///   - feedForward: What follows it.
    ///   - norms: Where the layer normalizes.
    public init(attention: AttentionPlan, feedForward: FeedForwardPlan, norms: Norms = .entering) {
        self.attention = attention
        self.feedForward = feedForward
        self.norms = norms
    }
}
