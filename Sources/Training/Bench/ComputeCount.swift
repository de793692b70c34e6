/// Floating-point operations that training has spent, by what for.
///
/// Going backward counts twice the operations of going forward, one product for each factor's gradient. Norms, rotations
/// and softmax are left out: products are all but a few per cent.
public struct ComputeCount: Sendable, Hashable, Codable {
    /// The target: features, logits of sequences, and nodes of trees.
    public var target = 0.0

    /// The draft that is trained, forward and backward, and the trees that it grows.
    public var draft = 0.0

    /// The frozen reference draft.
    public var reference = 0.0

    /// Nothing spent.
    public init() {}

    /// All operations.
    public var total: Double { target + draft + reference }

    /// Adds what another count has.
    public static func += (left: inout ComputeCount, right: ComputeCount) {
        left.target += right.target
        left.draft += right.draft
        left.reference += right.reference
    }
}
