import Tensors

/// What GRIFFIN makes of embedding and state: a fusion, and a network that is fed the embedding once more.
struct EAGLE3Refinement<Operations: LayerOperations> {
    /// `[width, 2 · width]`.
    let fusion: Operations.Weights
    let bias: Operations.Gain?
    let stateNorm: Operations.Gain
    /// Of the state, normed already, and of the embedding.
    let inputNorm: Operations.Gain
    /// `[intermediate, 2 · width]`.
    let up: Operations.Weights
    /// `[width, intermediate]`.
    let down: Operations.Weights

    /// The state that enters the layer, `[rows, width]`.
    func apply(
        _ state: Operations.Activation, embedded: Operations.Activation, epsilon: Float, on operations: inout Operations
    ) -> Operations.Activation {
        var fused = operations.project(operations.join(embedded, state), by: fusion)
        if let bias { fused = operations.shift(fused, by: bias) }
        let normed = operations.normalize(fused, by: stateNorm, epsilon: epsilon)
        let input = operations.join(
            operations.normalize(normed, by: inputNorm, epsilon: epsilon),
            operations.normalize(embedded, by: inputNorm, epsilon: epsilon))
        let inner = operations.activate(operations.project(input, by: up))
        return operations.sum(fused, operations.project(inner, by: down))
    }
}

extension EAGLE3Refinement: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension EAGLE3Refinement {
    /// Puts it together from its parts by name.
    init(
        _ configuration: EAGLE3Configuration, weights: (String) throws -> Operations.Weights,
        gain: (String) throws -> Operations.Gain
    ) throws {
        fusion = try weights("fc.fc.weight")
        bias = configuration.hasFusionBias ? try gain("fc.fc.bias") : nil
        stateNorm = try gain("fc.post_attention_layernorm.weight")
        inputNorm = try gain("fc.mlp.input_layernorm.weight")
        up = try weights("fc.mlp.up_proj.weight")
        down = try weights("fc.mlp.down_proj.weight")
    }
}
