/// What a gated feed-forward unit makes of its gate (arXiv 2002.05202).
public enum GateFunction: Sendable, Hashable {
    /// x / (1 + e⁻ˣ): SwiGLU.
    case silu

    /// x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), the usual approximation of x · Φ(x): GeGLU.
    case gelu
}
