/// Floating-point operations of a head's forward pass by part, for one row; a multiplication and an addition are two.
public struct HeadCost: Sendable, Hashable {
    /// ``StatePassingHead/fuse(_:with:)``.
    public let fusion: Double

    /// ``StatePassingHead/advance(_:tokens:with:on:)`` without the products of attention.
    public let layer: Double

    /// The products of attention with one earlier row.
    public let attention: Double

    /// ``StatePassingHead/logits(of:with:)``.
    public let logits: Double

    /// States costs.
    ///
    /// - Parameters:
    ///   - fusion: Fusing one row's features.
    ///   - layer: One row of a pass, attention's products left out.
    ///   - attention: The products of attention of one row with one earlier row.
    ///   - logits: One row of logits.
    public init(fusion: Double, layer: Double, attention: Double, logits: Double) {
        self.fusion = fusion
        self.layer = layer
        self.attention = attention
        self.logits = logits
    }
}
