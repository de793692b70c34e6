import Tensors

/// The gated feed-forward network of Llama-like layers: `down(f(gate(x)) · up(x))` (arXiv 2002.05202).
///
/// It is an object that never changes, as ``DecoderLayer`` is.
final class GatedFeedForward<Operations: DecoderOperations> {
    /// `[intermediate, width]`, as is ``up``.
    let gate: Projection<Operations>
    let up: Projection<Operations>
    /// `[width, intermediate]`.
    let down: Projection<Operations>

    /// f.
    let function: GateFunction

    /// Takes the network out of a source.
    ///
    /// - Parameters:
    ///   - prefix: The tensors' common name, such as `model.layers.0.mlp`.
    ///   - width: The width of input and output.
    ///   - plan: What the network is.
    ///   - source: Where the parts are.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    init<Source: LayerSource<Operations>>(_ prefix: String, width: Int, _ plan: GatedPlan, from source: inout Source)
        throws
    {
        let inputs = try Projection.several(
            ["gate_proj", "up_proj"], fused: plan.layout == .fused ? "gate_up_proj" : nil, in: prefix, inputs: width,
            outputs: [plan.width, plan.width], hasBias: plan.hasBias, from: &source)
        (gate, up) = (inputs[0], inputs[1])
        down = try Projection(
            "\(prefix).down_proj", inputs: plan.width, outputs: width, hasBias: plan.hasBias, from: &source)
        function = plan.function
    }

    /// What the network adds to the stream, `[rows, width]`.
    func apply(_ input: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        var (gates, ups) = operations.project(input, by: (gate.weights, up.weights))
        gate.shift(&gates, on: &operations)
        up.shift(&ups, on: &operations)
        return down.apply(operations.gate(gates, with: ups, by: function), on: &operations)
    }
}

extension GatedFeedForward: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}
