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

    /// Takes several projections of one input out of a checkpoint.
    ///
    /// - Parameters:
    ///   - names: What each is called.
    ///   - fused: What all are called that are stored as one, the rows of the first before those of the second; nil if each
    ///     is stored by itself.
    ///   - prefix: The tensors' common name.
    ///   - inputs: The width of their input.
    ///   - outputs: The width of each one's output.
    ///   - hasBias: Whether they have biases.
    ///   - reader: The checkpoint.
    /// - Returns: One for each name.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    static func several(
        _ names: [String], fused: String?, in prefix: String, inputs: Int, outputs: [Int], hasBias: Bool,
        from reader: inout TensorReader
    ) throws -> [Projection] {
        guard let fused else {
            return try zip(names, outputs).map { name, outputs in
                try Projection("\(prefix).\(name)", inputs: inputs, outputs: outputs, hasBias: hasBias, from: &reader)
            }
        }
        let matrices = try reader.matrices("\(prefix).\(fused).weight", rows: outputs, columns: inputs)
        let biases =
            hasBias ? try reader.vector("\(prefix).\(fused).bias", count: outputs.reduce(0, +)) : nil
        var start = 0
        return zip(matrices, outputs).map { matrix, count in
            defer { start += count }
            return Projection(weights: matrix, bias: biases.map { Array($0[start..<start + count]) })
        }
    }
}
