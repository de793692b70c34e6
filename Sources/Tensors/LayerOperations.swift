/// What a layer's forward pass is written in, so that one definition serves decoding and training.
///
/// ``StoredOperations`` works on stored weights and a key-value store; the autograd layer's tape works on variables and
/// keeps every pass open to gradients. A forward pass that is generic over these operations cannot drift between them:
/// ```swift
/// func layer<Operations: LayerOperations>(
///     _ stream: Operations.Activation, _ weights: Weights<Operations>, on operations: inout Operations
/// ) -> Operations.Activation {
///     let normed = operations.normalize(stream, by: weights.norm, epsilon: 1e-5)
///     let (gate, up) = operations.project(normed, by: (weights.gate, weights.up))
///     let gated = operations.gate(gate, with: up)
///     return operations.sum(stream, operations.project(gated, by: weights.down))
/// }
/// ```
public protocol LayerOperations {
    /// Rows of numbers.
    associatedtype Activation

    /// A projection's weights, `[outputs, inputs]`.
    associatedtype Weights

    /// A norm's factors or a bias, one number for each column.
    associatedtype Gain

    /// The product `input · weightsᵀ`.
    ///
    /// - Parameters:
    ///   - input: `[rows, inputs]`.
    ///   - weights: `[outputs, inputs]`.
    /// - Returns: `[rows, outputs]`.
    mutating func project(_ input: Activation, by weights: Weights) -> Activation

    /// Two products of one input.
    ///
    /// - Parameters:
    ///   - input: `[rows, inputs]`.
    ///   - weights: Each `[outputs, inputs]`.
    /// - Returns: `[rows, outputs]` for each.
    mutating func project(_ input: Activation, by weights: (Weights, Weights)) -> (Activation, Activation)

    /// Three products of one input.
    ///
    /// - Parameters:
    ///   - input: `[rows, inputs]`.
    ///   - weights: Each `[outputs, inputs]`.
    /// - Returns: `[rows, outputs]` for each.
    mutating func project(
        _ input: Activation, by weights: (Weights, Weights, Weights)
    ) -> (Activation, Activation, Activation)

    /// Root-mean-square normalization.
    ///
    /// - Parameters:
    ///   - input: `[rows, width]`.
    ///   - gain: `[width]`, or a divisor of it to normalize each head.
    ///   - epsilon: Added to the mean square.
    /// - Returns: The same shape.
    mutating func normalize(_ input: Activation, by gain: Gain, epsilon: Float) -> Activation

    /// Adds one row of numbers, such as a bias, to every row.
    ///
    /// - Parameters:
    ///   - input: `[rows, width]`.
    ///   - bias: `[width]`.
    /// - Returns: The same shape.
    mutating func shift(_ input: Activation, by bias: Gain) -> Activation

    /// Projects rows to keys and values, and those whose results are asked for to queries.
    ///
    /// - Parameters:
    ///   - input: `[rows, inputs]`.
    ///   - weights: Of queries, keys and values: `[heads · width, inputs]`, then twice `[groups · width, inputs]`.
    /// - Returns: `[rows asked for, heads · width]`, then twice `[rows, groups · width]`.
    mutating func projectToAttend(
        _ input: Activation, by weights: (Weights, Weights, Weights)
    ) -> (queries: Activation, keys: Activation, values: Activation)

    /// Rotates queries and keys by the rows' positions, stores keys and values, and lets each row attend to what it sees.
    ///
    /// Positions and visibility belong to the operations: they differ between decoding, trees and unrolled training,
    /// and the layer does not care.
    ///
    /// - Parameters:
    ///   - queries: `[rows asked for, heads · width]`.
    ///   - keys: `[rows, groups · width]`.
    ///   - values: `[rows, groups · width]`.
    ///   - layer: Whose keys and values they are, and how it attends.
    /// - Returns: `[rows asked for, heads · width]`.
    mutating func attend(
        queries: Activation, keys: Activation, values: Activation, in layer: AttentionLayer
    ) -> Activation

    /// The rows whose results are asked for: all of them, unless the pass began with fewer.
    ///
    /// What becomes of the others is wanted for their keys and values alone: a layer leaves them out after its attention.
    ///
    /// - Parameter input: `[rows, width]`.
    /// - Returns: `[rows asked for, width]`.
    mutating func asked(of input: Activation) -> Activation

    /// The elementwise sum, as a residual stream forms it.
    ///
    /// - Parameters:
    ///   - left: `[rows, width]`.
    ///   - right: The same shape.
    /// - Returns: The same shape.
    mutating func sum(_ left: Activation, _ right: Activation) -> Activation

    /// Lays rows side by side, along columns.
    ///
    /// - Parameters:
    ///   - left: `[rows, left width]`.
    ///   - right: As many rows.
    /// - Returns: `[rows, left width + right width]`.
    mutating func join(_ left: Activation, _ right: Activation) -> Activation

    /// Some consecutive columns.
    ///
    /// - Parameters:
    ///   - columns: Which.
    ///   - input: `[rows, width]`.
    /// - Returns: `[rows, columns.count]`.
    mutating func cut(_ columns: Range<Int>, of input: Activation) -> Activation

    /// The unit silu(x), elementwise.
    ///
    /// - Parameter input: `[rows, width]`.
    /// - Returns: The same shape.
    mutating func activate(_ input: Activation) -> Activation

    /// The gated unit silu(gate) ∘ up (SwiGLU).
    ///
    /// - Parameters:
    ///   - gate: `[rows, width]`.
    ///   - up: The same shape.
    /// - Returns: The same shape.
    mutating func gate(_ gate: Activation, with up: Activation) -> Activation
}

extension LayerOperations {
    /// One product after the other.
    public mutating func project(_ input: Activation, by weights: (Weights, Weights)) -> (Activation, Activation) {
        (project(input, by: weights.0), project(input, by: weights.1))
    }

    /// All rows.
    public mutating func projectToAttend(
        _ input: Activation, by weights: (Weights, Weights, Weights)
    ) -> (queries: Activation, keys: Activation, values: Activation) {
        let (queries, keys, values) = project(input, by: weights)
        return (queries, keys, values)
    }

    /// All rows.
    public mutating func asked(of input: Activation) -> Activation { input }

    /// One product after the other.
    public mutating func project(
        _ input: Activation, by weights: (Weights, Weights, Weights)
    ) -> (Activation, Activation, Activation) {
        (project(input, by: weights.0), project(input, by: weights.1), project(input, by: weights.2))
    }
}
