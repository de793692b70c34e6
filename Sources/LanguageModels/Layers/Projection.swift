import Tensors

/// A projection: `input · weightsᵀ + bias`.
struct Projection<Operations: LayerOperations> {
    /// `[outputs, inputs]`.
    let weights: Operations.Weights

    /// `[outputs]`, or nil.
    let bias: Operations.Gain?

    /// The projection of an input, `[rows, inputs]` to `[rows, outputs]`.
    func apply(_ input: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        shifted(operations.project(input, by: weights), on: &operations)
    }

    /// A product with the bias added, if there is one.
    func shifted(_ product: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        guard let bias else { return product }
        return operations.shift(product, by: bias)
    }
}

extension Projection: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension Projection<StoredOperations> {
    /// Takes a projection out of a checkpoint.
    ///
    /// - Parameters:
    ///   - name: The tensors' name without `.weight` and `.bias`.
    ///   - inputs: The width of its input.
    ///   - outputs: The width of its output.
    ///   - hasBias: Whether it has a bias.
    ///   - reader: The checkpoint.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    init(_ name: String, inputs: Int, outputs: Int, hasBias: Bool, from reader: inout TensorReader) throws {
        weights = try reader.matrix(name + ".weight", rows: outputs, columns: inputs)
        bias = hasBias ? try reader.vector(name + ".bias", count: outputs) : nil
    }
}
