import Tensors

/// Grouped-query self-attention with rotary positions.
struct SelfAttention<Operations: DecoderOperations> {
    /// `[heads · head width, width]`; keys and values likewise over the key-value heads.
    let query: Projection<Operations>
    let key: Projection<Operations>
    let value: Projection<Operations>
    /// `[width, heads · head width]`.
    let output: Projection<Operations>

    /// Norms of each head's queries and keys, before they are rotated.
    let queryNorm: Norm<Operations>?
    let keyNorm: Norm<Operations>?

    let layer: AttentionLayer

    /// What attending adds to the stream, `[rows asked for, width]`; all rows leave their keys and values.
    func apply(_ input: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        var (queries, keys, values) = operations.projectToAttend(
            input, by: (query.weights, key.weights, value.weights))
        query.shift(&queries, on: &operations)
        key.shift(&keys, on: &operations)
        value.shift(&values, on: &operations)
        if let queryNorm { queries = queryNorm.apply(queries, on: &operations) }
        if let keyNorm { keys = keyNorm.apply(keys, on: &operations) }
        let attended = operations.attend(queries: queries, keys: keys, values: values, in: layer)
        return output.apply(attended, on: &operations)
    }
}

extension SelfAttention: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension SelfAttention {
    /// Takes the attention block of a layer out of a source.
    ///
    /// - Parameters:
    ///   - prefix: The tensors' common name, such as `model.layers.0.self_attn`.
    ///   - number: Which layer it is.
    ///   - plan: What distinguishes its attention.
    ///   - rotation: Which of the operations' rotations it uses.
    ///   - frame: What all layers have in common.
    ///   - source: Where the parts are.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    init<Source: LayerSource<Operations>>(
        _ prefix: String, number: Int, _ plan: AttentionPlan, rotation: Int, in frame: LayerFrame,
        from source: inout Source
    ) throws {
        let heads = frame.heads
        let (queryWidth, keyWidth) = (heads.count * heads.width, heads.groups * heads.width)
        let inputs = try Projection.several(
            ["q_proj", "k_proj", "v_proj"], fused: plan.layout == .fused ? "qkv_proj" : nil, in: prefix,
            inputs: frame.width, outputs: [queryWidth, keyWidth, keyWidth], hasBias: plan.hasInputBias,
            from: &source)
        (query, key, value) = (inputs[0], inputs[1], inputs[2])
        output = try Projection(
            "\(prefix).o_proj", inputs: queryWidth, outputs: frame.width, hasBias: plan.hasOutputBias,
            from: &source)
        func norm(_ name: String) throws -> Norm<Operations>? {
            guard plan.normalizesHeads else { return nil }
            return try Norm("\(prefix).\(name)", width: heads.width, in: frame, from: &source)
        }
        queryNorm = try norm("q_norm")
        keyNorm = try norm("k_norm")
        layer = AttentionLayer(
            number: number, heads: heads, scale: plan.scale, softCap: plan.softCap, window: plan.window,
            rotation: rotation)
    }
}
