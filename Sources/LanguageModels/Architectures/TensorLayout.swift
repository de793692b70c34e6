/// How a checkpoint stores the matrices of several projections of one input.
public enum TensorLayout: Sendable, Hashable {
    /// Each by itself.
    case separate

    /// As one, the rows of the first before those of the second.
    case fused
}
