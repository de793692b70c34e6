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

    /// Applies two projections to one input, at once.
    ///
    /// - Parameters:
    ///   - input: `[rows, inputs]`.
    ///   - first: A projection of that input.
    ///   - firstOutput: Resized to `[rows, its outputs]`.
    ///   - second: Another.
    ///   - secondOutput: Resized to `[rows, its outputs]`.
    ///   - route: How to compute.
    static func apply(
        _ input: Matrix, by first: Linear, into firstOutput: inout Matrix, and second: Linear,
        into secondOutput: inout Matrix, by route: ProductRoute
    ) {
        WeightMatrix.multiply(
            input, by: first.weight, into: &firstOutput, and: second.weight, into: &secondOutput, by: route)
        first.addBias(to: &firstOutput)
        second.addBias(to: &secondOutput)
    }

    /// Applies three projections to one input, at once.
    ///
    /// - Parameters:
    ///   - input: `[rows, inputs]`.
    ///   - first: A projection of that input.
    ///   - firstOutput: Resized to `[rows, its outputs]`.
    ///   - second: Another.
    ///   - secondOutput: Resized to `[rows, its outputs]`.
    ///   - third: And another.
    ///   - thirdOutput: Resized to `[rows, its outputs]`.
    ///   - route: How to compute.
    static func apply(
        _ input: Matrix, by first: Linear, into firstOutput: inout Matrix, and second: Linear,
        into secondOutput: inout Matrix, and third: Linear, into thirdOutput: inout Matrix, by route: ProductRoute
    ) {
        WeightMatrix.multiply(
            input, by: first.weight, into: &firstOutput, and: second.weight, into: &secondOutput, and: third.weight,
            into: &thirdOutput, by: route)
        first.addBias(to: &firstOutput)
        second.addBias(to: &secondOutput)
        third.addBias(to: &thirdOutput)
    }

    private func addBias(to output: inout Matrix) {
        if let bias { output.addToRows(bias) }
    }
}
