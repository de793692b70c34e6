/// How the draft's own matrix products are computed while it is trained; weights, sums and the optimizer are in single precision.
public enum TrainingProducts: String, Sendable, Hashable, CaseIterable {
    /// As `bf16` where the processor multiplies pairs of BF16 numbers, else as `f32`.
    case auto

    /// In single precision.
    case single = "f32"

    /// Of factors rounded to BF16, there and on the way back.
    case bfloat16 = "bf16"
}
