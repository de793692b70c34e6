import LanguageModels
import Tensors

/// The attention of a head's first layer, which may be fed wider rows than the stream's.
struct EAGLE3Attention<Operations: DecoderOperations> {
    /// `[heads · head width, inputs]`; keys and values likewise over the key-value heads.
    let query: Operations.Weights
    let key: Operations.Weights
    let value: Operations.Weights
    /// `[width, heads · head width]`.
    let output: Operations.Weights

    /// Of queries, keys and values, where the projections have biases.
    let inputBias: (query: Operations.Gain, key: Operations.Gain, value: Operations.Gain)?
    let outputBias: Operations.Gain?
    /// Norms of each head's queries and keys, before they are rotated.
    let headNorms: (query: Operations.Gain, key: Operations.Gain)?

    let layer: AttentionLayer
    let epsilon: Float

    /// What attending adds to the stream, `[rows asked for, width]`; all rows leave their keys and values.
    func apply(_ input: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        var (queries, keys, values) = operations.projectToAttend(input, by: (query, key, value))
        if let inputBias {
            queries = operations.shift(queries, by: inputBias.query)
            keys = operations.shift(keys, by: inputBias.key)
            values = operations.shift(values, by: inputBias.value)
        }
        if let headNorms {
            queries = operations.normalize(queries, by: headNorms.query, epsilon: epsilon)
            keys = operations.normalize(keys, by: headNorms.key, epsilon: epsilon)
        }
        let attended = operations.attend(queries: queries, keys: keys, values: values, in: layer)
        let product = operations.project(attended, by: output)
        return outputBias.map { operations.shift(product, by: $0) } ?? product
    }
}

extension EAGLE3Attention: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension EAGLE3Attention {
    /// Takes the attention together from its parts by name.
    init(
        _ configuration: EAGLE3Configuration, weights: (String) throws -> Operations.Weights,
        gain: (String) throws -> Operations.Gain
    ) throws {
        let prefix = "midlayer.self_attn"
        query = try weights("\(prefix).q_proj.weight")
        key = try weights("\(prefix).k_proj.weight")
        value = try weights("\(prefix).v_proj.weight")
        output = try weights("\(prefix).o_proj.weight")
        inputBias =
            configuration.hasInputBias
            ? (
                try gain("\(prefix).q_proj.bias"), try gain("\(prefix).k_proj.bias"), try gain("\(prefix).v_proj.bias")
            ) : nil
        outputBias = configuration.hasOutputBias ? try gain("\(prefix).o_proj.bias") : nil
        headNorms =
            configuration.hasHeadNorms
            ? (try gain("\(prefix).q_norm.weight"), try gain("\(prefix).k_norm.weight")) : nil
        layer = AttentionLayer(heads: configuration.heads, window: configuration.windows[0])
        epsilon = configuration.normEpsilon
    }
}
