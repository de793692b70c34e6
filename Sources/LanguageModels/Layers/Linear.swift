public import Tensors

/// A projection: `input · weightᵀ + bias`.
public struct Linear: Sendable {
    /// `[outputs, inputs]`.
    public let weight: WeightMatrix

    /// `[outputs]`, or nil.
    public let bias: [Float]?

    /// Takes a projection out of a checkpoint.
    ///
    /// - Parameters:
    ///   - name: The tensors' name without `.weight` and `.bias`.
    ///   - inputs: The width of its input.
    ///   - outputs: The width of its output.
    ///   - hasBias: Whether it has a bias.
    ///   - reader: The checkpoint.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    public init(
        _ name: String, inputs: Int, outputs: Int, hasBias: Bool = false, from reader: inout TensorReader
    ) throws {
        weight = try reader.matrix(name + ".weight", rows: outputs, columns: inputs)
        bias = hasBias ? try reader.vector(name + ".bias", count: outputs) : nil
    }

    /// Applies the projection.
    ///
    /// - Parameters:
    ///   - input: `[rows, inputs]`.
    ///   - output: Resized to `[rows, outputs]`.
    ///   - route: How to compute.
    public func apply(_ input: Matrix, into output: inout Matrix, by route: ProductRoute) {
        weight.multiply(input, bias: bias, into: &output, by: route)
    }
}
