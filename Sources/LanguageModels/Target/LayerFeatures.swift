public import Speculation
public import Tensors

/// Hidden states of committed tokens that a ``TransformerTarget`` hands to a draft.
///
/// They are lent: a draft that needs them later copies them, and the next round overwrites them.
public struct LayerFeatures: TargetFeatures {
    /// What the draft asked for, side by side: the inputs of the layers in the requested order, then the state after the
    /// final norm, `[tokens, layers · hiddenSize]` or `[tokens, (layers + 1) · hiddenSize]`.
    public let states: Matrix

    /// Wraps states.
    ///
    /// - Parameter states: `[tokens, layers · hiddenSize]`, and `hiddenSize` columns more for the final state.
    public init(states: Matrix) {
        self.states = states
    }
}
