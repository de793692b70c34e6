import Tensors

/// The gated feed-forward network of Llama-like layers: `down(silu(gate(x)) · up(x))` (SwiGLU, Shazeer 2020).
struct GatedFeedForward<Operations: LayerOperations> {
    /// `[intermediate, width]`, as is ``up``.
    let gate: Projection<Operations>
    let up: Projection<Operations>
    /// `[width, intermediate]`.
    let down: Projection<Operations>

    /// What the network adds to the stream, `[rows, width]`.
    func apply(_ input: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        let (gates, ups) = operations.project(input, by: (gate.weights, up.weights))
        let gated = operations.gate(
            gate.shifted(gates, on: &operations), with: up.shifted(ups, on: &operations))
        return down.apply(gated, on: &operations)
    }
}

extension GatedFeedForward: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension GatedFeedForward<StoredOperations> {
    /// Takes the network out of a checkpoint.
    ///
    /// - Parameters:
    ///   - prefix: The tensors' common name, such as `model.layers.0.mlp`.
    ///   - width: The width of input and output.
    ///   - intermediateWidth: The width between.
    ///   - hasBias: Whether the projections have biases.
    ///   - reader: The checkpoint.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    init(
        _ prefix: String, width: Int, intermediateWidth: Int, hasBias: Bool, from reader: inout TensorReader
    ) throws {
        func projection(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Projection<StoredOperations> {
            try Projection("\(prefix).\(name)", inputs: inputs, outputs: outputs, hasBias: hasBias, from: &reader)
        }
        gate = try projection("gate_proj", width, intermediateWidth)
        up = try projection("up_proj", width, intermediateWidth)
        down = try projection("down_proj", intermediateWidth, width)
    }
}
