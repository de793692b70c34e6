public import Tensors

/// The gated feed-forward network of Llama-like layers: `down(silu(gate(x)) · up(x))` (SwiGLU, Shazeer 2020).
public struct GatedFeedForward: Sendable {
    private let gate: Linear
    private let up: Linear
    private let down: Linear

    /// Takes the network out of a checkpoint.
    ///
    /// - Parameters:
    ///   - prefix: The tensors' common name, such as `model.layers.0.mlp`.
    ///   - width: The width of input and output.
    ///   - intermediateWidth: The width between.
    ///   - hasBias: Whether the projections have biases.
    ///   - reader: The checkpoint.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    public init(
        _ prefix: String, width: Int, intermediateWidth: Int, hasBias: Bool = false, from reader: inout TensorReader
    ) throws {
        gate = try Linear(
            "\(prefix).gate_proj", inputs: width, outputs: intermediateWidth, hasBias: hasBias, from: &reader)
        up = try Linear(
            "\(prefix).up_proj", inputs: width, outputs: intermediateWidth, hasBias: hasBias, from: &reader)
        down = try Linear(
            "\(prefix).down_proj", inputs: intermediateWidth, outputs: width, hasBias: hasBias, from: &reader)
    }

    /// Buffers of a session, shared by all its layers.
    public struct Scratch: Sendable {
        var gate: Matrix
        var up: Matrix

        /// Makes empty buffers.
        ///
        /// - Parameter intermediateWidth: The width between the projections.
        public init(intermediateWidth: Int) {
            gate = Matrix(rows: 0, columns: intermediateWidth)
            up = gate
        }
    }

    /// Applies the network.
    ///
    /// - Parameters:
    ///   - input: `[rows, width]`, normalised.
    ///   - scratch: Buffers.
    ///   - result: Resized to `[rows, width]`.
    ///   - route: How to compute.
    public func apply(_ input: Matrix, scratch: inout Scratch, into result: inout Matrix, by route: ProductRoute) {
        Linear.apply(input, by: gate, into: &scratch.gate, and: up, into: &scratch.up, by: route)
        scratch.gate.gate(scratch.up)
        down.apply(scratch.gate, into: &result, by: route)
    }
}
