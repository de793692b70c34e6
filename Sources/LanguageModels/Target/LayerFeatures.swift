public import Speculation
public import Tensors

/// Hidden states of committed tokens that a ``TransformerTarget`` hands to a draft.
public struct LayerFeatures: TargetFeatures {
    /// The inputs of the requested layers, side by side in the requested order, `[tokens, layers · hiddenSize]`.
    public let layerStates: Matrix

    /// The states after the final norm, `[tokens, hiddenSize]`; no rows unless requested.
    public let finalStates: Matrix

    /// Gathers states.
    ///
    /// - Parameters:
    ///   - layerStates: `[tokens, layers · hiddenSize]`.
    ///   - finalStates: `[tokens, hiddenSize]`, or no rows.
    public init(layerStates: Matrix, finalStates: Matrix) {
        self.layerStates = layerStates
        self.finalStates = finalStates
    }
}
