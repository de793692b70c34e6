import LanguageModels
import Tensors

/// The layer of an EAGLE-3 head (arXiv 2503.01840), written once: decoding runs it on stored weights, training on a tape.
///
/// ```
/// r = fc(features)                       or the states of the step before
/// y = r + Attention([norm(e) ; norm(r)])           e: the embedding of the token one ahead
/// u = y + SwiGLU(norm(y))                          the next step's r, unless more layers follow
/// logits = lm_head(norm(u))
/// ```
struct EAGLE3Network<Operations: DecoderOperations> {
    /// Fuses the target's features, `[width, layers · target width]`.
    let fusion: Operations.Weights
    let embeddingNorm: Operations.Gain
    let featureNorm: Operations.Gain
    /// `[heads · head width, 2 · width]`; keys and values likewise over the key-value heads.
    let query: Operations.Weights
    let key: Operations.Weights
    let value: Operations.Weights
    /// `[width, heads · head width]`.
    let output: Operations.Weights
    let feedForwardNorm: Operations.Gain
    /// `[intermediate, width]`, as is ``up``.
    let gate: Operations.Weights
    let up: Operations.Weights
    /// `[width, intermediate]`.
    let down: Operations.Weights
    /// Ordinary decoder layers above, where a head has more than one.
    let upper: [DecoderLayer<Operations>]
    let finalNorm: Operations.Gain
    /// `[draft vocabulary, width]`.
    let outputHead: Operations.Weights

    let heads: AttentionHeads
    let epsilon: Float

    /// The states that the target's features give, `[rows, width]`.
    func fuse(_ features: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        operations.project(features, by: fusion)
    }

    /// The states after a pass, `[rows asked for, width]`, before the final norm.
    ///
    /// The residual is the state before its norm; the embedding enters no residual.
    func advance(
        _ states: Operations.Activation, embedded: Operations.Activation, on operations: inout Operations
    ) -> Operations.Activation {
        let joined = operations.join(
            operations.normalize(embedded, by: embeddingNorm, epsilon: epsilon),
            operations.normalize(states, by: featureNorm, epsilon: epsilon))
        let (queries, keys, values) = operations.projectToAttend(joined, by: (query, key, value))
        let attended = operations.attend(
            queries: queries, keys: keys, values: values, in: AttentionLayer(heads: heads))
        let stream = operations.sum(operations.asked(of: states), operations.project(attended, by: output))
        let normed = operations.normalize(stream, by: feedForwardNorm, epsilon: epsilon)
        let (gates, ups) = operations.project(normed, by: (gate, up))
        let first = operations.sum(stream, operations.project(operations.gate(gates, with: ups), by: down))
        return upper.reduce(first) { $1.advance($0, on: &operations) }
    }

    /// The logits that states give, `[rows, draft vocabulary]`.
    func logits(of states: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        operations.project(operations.normalize(states, by: finalNorm, epsilon: epsilon), by: outputHead)
    }
}

extension EAGLE3Network: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

/// The parts of an EAGLE-3 head that are trained, with the names and shapes under which checkpoints store them.
enum EAGLE3Parameter {
    /// The matrices of a head, `[outputs, inputs]`.
    static func matrices(_ configuration: EAGLE3Configuration, targetWidth: Int) -> [(
        name: String, rows: Int, columns: Int
    )] {
        let width = configuration.hiddenSize
        let inner = configuration.intermediateSize
        let queries = configuration.headCount * configuration.headWidth
        let keys = configuration.keyValueHeadCount * configuration.headWidth
        return [
            ("fc.weight", width, configuration.featureLayers.count * targetWidth),
            ("midlayer.self_attn.q_proj.weight", queries, 2 * width),
            ("midlayer.self_attn.k_proj.weight", keys, 2 * width),
            ("midlayer.self_attn.v_proj.weight", keys, 2 * width),
            ("midlayer.self_attn.o_proj.weight", width, queries),
            ("midlayer.mlp.gate_proj.weight", inner, width),
            ("midlayer.mlp.up_proj.weight", inner, width),
            ("midlayer.mlp.down_proj.weight", width, inner),
        ]
            + upperLayers(configuration).flatMap { layer in
                [
                    ("\(layer).self_attn.q_proj.weight", queries, width),
                    ("\(layer).self_attn.k_proj.weight", keys, width),
                    ("\(layer).self_attn.v_proj.weight", keys, width),
                    ("\(layer).self_attn.o_proj.weight", width, queries),
                    ("\(layer).mlp.gate_proj.weight", inner, width),
                    ("\(layer).mlp.up_proj.weight", inner, width),
                    ("\(layer).mlp.down_proj.weight", width, inner),
                ]
            } + [("lm_head.weight", configuration.draftVocabularySize, width)]
    }

    /// The norms of a head, each of its width.
    static func norms(_ configuration: EAGLE3Configuration) -> [String] {
        [
            "midlayer.input_layernorm.weight", "midlayer.hidden_norm.weight",
            "midlayer.post_attention_layernorm.weight",
        ]
            + upperLayers(configuration).flatMap {
                ["\($0).input_layernorm.weight", "\($0).post_attention_layernorm.weight"]
            } + ["norm.weight"]
    }

    /// The common names of the layers above the first.
    static func upperLayers(_ configuration: EAGLE3Configuration) -> [String] {
        (1..<configuration.layerCount).map { "layers.\($0)" }
    }
}

extension EAGLE3Network {
    /// Puts a network together from its parts by name.
    init(
        _ configuration: EAGLE3Configuration, weights: (String) throws -> Operations.Weights,
        gain: (String) throws -> Operations.Gain
    ) throws {
        fusion = try weights("fc.weight")
        embeddingNorm = try gain("midlayer.input_layernorm.weight")
        featureNorm = try gain("midlayer.hidden_norm.weight")
        query = try weights("midlayer.self_attn.q_proj.weight")
        key = try weights("midlayer.self_attn.k_proj.weight")
        value = try weights("midlayer.self_attn.v_proj.weight")
        output = try weights("midlayer.self_attn.o_proj.weight")
        feedForwardNorm = try gain("midlayer.post_attention_layernorm.weight")
        gate = try weights("midlayer.mlp.gate_proj.weight")
        up = try weights("midlayer.mlp.up_proj.weight")
        down = try weights("midlayer.mlp.down_proj.weight")
        finalNorm = try gain("norm.weight")
        outputHead = try weights("lm_head.weight")
        heads = AttentionHeads(
            count: configuration.headCount, groups: configuration.keyValueHeadCount, width: configuration.headWidth)
        epsilon = configuration.normEpsilon
        let frame = LayerFrame(width: configuration.hiddenSize, heads: heads, normEpsilon: epsilon)
        let plan = LayerPlan(
            attention: AttentionPlan(rope: configuration.rope),
            feedForward: .gated(GatedPlan(width: configuration.intermediateSize)))
        upper = try withoutActuallyEscaping(weights) { weights in
            try withoutActuallyEscaping(gain) { gain in
                var source = EAGLE3Parts<Operations>(weights: weights, gain: gain)
                return try EAGLE3Parameter.upperLayers(configuration).enumerated().map { number, layer in
                    try DecoderLayer(layer, number: 1 + number, plan, in: frame, from: &source)
                }
            }
        }
    }

    /// Puts a network together from parts that are all there.
    init(
        _ configuration: EAGLE3Configuration, known weights: (String) -> Operations.Weights,
        gain: (String) -> Operations.Gain
    ) {
        do {
            try self.init(configuration, weights: weights, gain: gain)
        } catch {
            preconditionFailure("a head has every part: \(error)")
        }
    }
}

/// A head's parts by name, as layers take them.
private struct EAGLE3Parts<Operations: DecoderOperations>: LayerSource {
    let weights: (String) throws -> Operations.Weights
    let gain: (String) throws -> Operations.Gain

    func matrices(_ name: String, rows: [Int], columns: Int) throws -> [Operations.Weights] { [try weights(name)] }

    func vectors(_ name: String, counts: [Int], adding offset: Float) throws -> [Operations.Gain] { [try gain(name)] }
}
