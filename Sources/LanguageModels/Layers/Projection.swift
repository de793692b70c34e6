import Tensors

/// A projection: `input · weightsᵀ + bias`.
struct Projection<Operations: LayerOperations> {
    /// `[outputs, inputs]`.
    let weights: Operations.Weights

    /// `[outputs]`, or nil.
    let bias: Operations.Gain?

    /// The projection of an input, `[rows, inputs]` to `[rows, outputs]`.
    func apply(_ input: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        var product = operations.project(input, by: weights)
        shift(&product, on: &operations)
        return product
    }

    /// Adds the bias to a product, if there is one.
    func shift(_ product: inout Operations.Activation, on operations: inout Operations) {
        if let bias { product = operations.shift(product, by: bias) }
    }
}

extension Projection: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension Projection where Operations: DecoderOperations {
    /// Takes a projection out of a source.
    ///
    /// - Parameters:
    ///   - name: The tensors' name without `.weight` and `.bias`.
    ///   - inputs: The width of its input.
    ///   - outputs: The width of its output.
    ///   - hasBias: Whether it has a bias.
    ///   - source: Where the parts are.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    init<Source: LayerSource<Operations>>(
        _ name: String, inputs: Int, outputs: Int, hasBias: Bool, from source: inout Source
    ) throws {
        weights = try source.matrix(name + ".weight", rows: outputs, columns: inputs)
        bias = hasBias ? try source.vector(name + ".bias", count: outputs) : nil
    }

    /// Takes several projections of one input out of a source.
    ///
    /// - Parameters:
    ///   - names: What each is called.
    ///   - fused: What all are called that are stored as one, the rows of the first before those of the second; nil if each
    ///     is stored by itself.
    ///   - prefix: The tensors' common name.
    ///   - inputs: The width of their input.
    ///   - outputs: The width of each one's output.
    ///   - hasBias: Whether they have biases.
    ///   - source: Where the parts are.
    /// - Returns: One for each name.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    static func several<Source: LayerSource<Operations>>(
        _ names: [String], fused: String?, in prefix: String, inputs: Int, outputs: [Int], hasBias: Bool,
        from source: inout Source
    ) throws -> [Projection] {
        guard let fused else {
            return try zip(names, outputs).map { name, outputs in
                try Projection("\(prefix).\(name)", inputs: inputs, outputs: outputs, hasBias: hasBias, from: &source)
            }
        }
        let matrices = try source.matrices("\(prefix).\(fused).weight", rows: outputs, columns: inputs)
        let biases = hasBias ? try source.vectors("\(prefix).\(fused).bias", counts: outputs, adding: 0) : nil
        return matrices.indices.map { Projection(weights: matrices[$0], bias: biases?[$0]) }
    }
}
