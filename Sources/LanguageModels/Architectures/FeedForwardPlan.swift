public import Tensors

/// What follows a layer's attention.
public enum FeedForwardPlan: Sendable, Hashable {
    /// One gated network, which every row passes.
    case gated(GatedPlan)

    /// Several, of which each row passes a few.
    case experts(ExpertsPlan)
}

/// A gated feed-forward network, `down(f(gate(x)) ∘ up(x))` (arXiv 2002.05202).
public struct GatedPlan: Sendable, Hashable {
    /// The width between.
    public var width: Int

    /// f.
    public var function = GateFunction.silu

    /// How gate and up are stored: apart, or as `gate_up_proj`.
    public var layout = TensorLayout.separate

    /// Whether the projections have biases.
    public var hasBias = false

    /// A network with a SwiGLU gate, without biases.
    ///
    /// - Parameter width: The width between.
    public init(width: Int) {
        self.width = width
    }
}

/// A mixture of gated networks and the router that chooses among them.
public struct ExpertsPlan: Sendable, Hashable {
    /// How many there are.
    public var count: Int

    /// How a row's scores choose.
    public var choice: ExpertChoice

    /// What each of them is.
    public var expert: GatedPlan

    /// Describes a mixture.
    ///
    /// - Parameters:
    ///   - count: How many there are.
    ///   - choice: How a row's scores choose, not more than there are.
    ///   - expert: What each of them is.
    public init(count: Int, choice: ExpertChoice, expert: GatedPlan) {
        precondition(choice.count <= count, "\(choice.count) of \(count) experts")
        self.count = count
        self.choice = choice
        self.expert = expert
    }
}
