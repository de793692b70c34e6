/// What a layer's forward pass is written in, so that one definition serves decoding and training.
///
/// ``StoredOperations`` works on stored weights and a key-value store; the autograd layer's tape works on variables and
/// keeps every pass open to gradients. A forward pass that is generic over these operations cannot drift between them:
/// ```swift
/// func layer<Operations: LayerOperations>(
///     _ stream: Operations.Activation, _ weights: Weights<Operations>, on operations: inout Operations
/// ) -> Operations.Activation {
///     let normed = operations.normalise(stream, by: weights.norm, epsilon: 1e-5)
///     let gate = operations.project(normed, by: weights.gate)
///     return stream + operations.project(gate.gating(operations.project(normed, by: weights.up)), by: weights.down)
/// }
/// ```
public protocol LayerOperations {
    /// Rows of numbers.
    associatedtype Activation: LayerActivation

    /// A projection's weights, `[outputs, inputs]`.
    associatedtype Weights

    /// A norm's factors, one for each column.
    associatedtype Gain

    /// The product `input · weightsᵀ`.
    ///
    /// - Parameters:
    ///   - input: `[rows, inputs]`.
    ///   - weights: `[outputs, inputs]`.
    /// - Returns: `[rows, outputs]`.
    func project(_ input: Activation, by weights: Weights) -> Activation

    /// Root-mean-square normalisation.
    ///
    /// - Parameters:
    ///   - input: `[rows, width]`.
    ///   - gain: `[width]`, or a divisor of it to normalise each head.
    ///   - epsilon: Added to the mean square.
    /// - Returns: The same shape.
    func normalise(_ input: Activation, by gain: Gain, epsilon: Float) -> Activation

    /// Rotates queries and keys by the rows' positions, stores keys and values, and lets each row attend to what it sees.
    ///
    /// Positions and visibility belong to the operations: they differ between decoding, trees and unrolled training,
    /// and the layer does not care.
    ///
    /// - Parameters:
    ///   - queries: `[rows, heads · width]`.
    ///   - keys: `[rows, groups · width]`.
    ///   - values: `[rows, groups · width]`.
    ///   - heads: How the columns divide.
    /// - Returns: `[rows, heads · width]`.
    mutating func attend(
        queries: Activation, keys: Activation, values: Activation, heads: AttentionHeads
    ) -> Activation
}

/// Rows of numbers that flow through a layer.
public protocol LayerActivation {
    /// The elementwise sum of two of one shape, as a residual stream forms it.
    static func + (left: Self, right: Self) -> Self

    /// Lays two side by side, along columns.
    ///
    /// - Parameter right: As many rows.
    /// - Returns: This one's columns, then the other's.
    func joined(with right: Self) -> Self

    /// The gated unit silu(self) ∘ up.
    ///
    /// - Parameter up: The same shape.
    /// - Returns: The same shape.
    func gating(_ up: Self) -> Self
}
