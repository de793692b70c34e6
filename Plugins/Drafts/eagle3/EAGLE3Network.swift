import LanguageModels
import Tensors

/// The layers of an EAGLE head, written once: decoding runs them on stored weights, training on a tape.
///
/// EAGLE-3's (arXiv 2503.01840):
/// ```
/// r = fc(features)                       or the states of the step before
/// y = r + Attention([norm(e) ; norm(r)])           e: the embedding of the token one ahead
/// u = y + SwiGLU(norm(y))                          the next step's r, unless more layers follow
/// logits = lm_head(norm(u))
/// ```
/// EAGLE-1's (arXiv 2401.15077), whose features are the target's final states:
/// ```
/// r = fc([e ; f]) + bias                 f: the feature, or the state of the step before
/// u = as above of y = r + Attention(r)
/// logits = lm_head(u)                    the target's
/// ```
/// GRIFFIN's (arXiv 2502.11018) is EAGLE-1's with r = f + down(silu(up([norm'(norm(f)) ; norm'(e)]))) of the fused f, and
/// a feed-forward network with two outputs, each added to y: logits are made of one, the next step goes on from the other.
/// ``EAGLE3Norms`` are the switches.
struct EAGLE3Network<Operations: DecoderOperations> {
    /// What the first layer makes of embeddings and states.
    enum Entry {
        /// Both normed, side by side.
        case normed(embedding: Operations.Gain, state: Operations.Gain)

        /// Both fused to one state.
        case fused(Operations.Weights, bias: Operations.Gain?)

        /// Both fused to one state, which a network refines.
        case refined(EAGLE3Refinement<Operations>)
    }

    /// Norms of the features of all layers together, or of each.
    let featureNorms: [Operations.Gain]
    /// Fuses the target's features, `[width, layers · target width]`; nil where they are states as they are.
    let fusion: Operations.Weights?
    let entry: Entry
    let attention: EAGLE3Attention<Operations>
    let feedForwardNorm: Operations.Gain
    /// `[intermediate, width]`, as is ``up``.
    let gate: Operations.Weights
    let up: Operations.Weights
    /// `[width, intermediate]`.
    let down: Operations.Weights
    /// Ordinary decoder layers above, where a head has more than one.
    let upper: [DecoderLayer<Operations>]
    /// Nil where no output is normed.
    let finalNorm: Operations.Gain?
    /// Which columns of a state make logits, and which one goes on from, where these are not all.
    let halves: (logits: Range<Int>, next: Range<Int>)?
    /// `[draft vocabulary, width]`.
    let outputHead: Operations.Weights

    let norms: EAGLE3Norms
    let epsilon: Float
    /// The width of one layer's feature.
    let targetWidth: Int

    /// The states that the target's features give, `[rows, width]`.
    func fuse(_ features: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        // What goes on is the right half; the left one, of which logits are made, is of no use before the first step.
        guard let fusion else { return halves == nil ? features : operations.join(features, features) }
        switch norms.features {
        case .none: return operations.project(features, by: fusion)
        case .joined:
            return operations.project(
                operations.normalize(features, by: featureNorms[0], epsilon: epsilon), by: fusion)
        case .each: return operations.project(normedByLayer(features, on: &operations), by: fusion)
        }
    }

    private func normedByLayer(
        _ features: Operations.Activation, on operations: inout Operations
    ) -> Operations.Activation {
        let parts = featureNorms.enumerated().map { place, gain in
            let columns = place * targetWidth..<(place + 1) * targetWidth
            return operations.normalize(operations.cut(columns, of: features), by: gain, epsilon: epsilon)
        }
        return parts.dropFirst().reduce(parts[0]) { operations.join($0, $1) }
    }

    /// The states after a pass, `[rows asked for, width]`, which the next step goes on from.
    ///
    /// The embedding enters no residual of EAGLE-3.
    func advance(
        _ states: Operations.Activation, embedded: Operations.Activation, on operations: inout Operations
    ) -> Operations.Activation {
        let (input, residual) = entering(states, embedded: embedded, on: &operations)
        let stream = operations.sum(operations.asked(of: residual), attention.apply(input, on: &operations))
        let normed = operations.normalize(stream, by: feedForwardNorm, epsilon: epsilon)
        let (gates, ups) = operations.project(normed, by: (gate, up))
        let both = halves == nil ? stream : operations.join(stream, stream)
        let first = operations.sum(both, operations.project(operations.gate(gates, with: ups), by: down))
        let last = upper.reduce(first) { $1.advance($0, on: &operations) }
        guard let finalNorm, norms.output == .beforeStates else { return last }
        return operations.normalize(last, by: finalNorm, epsilon: epsilon)
    }

    /// What enters the first layer's attention, and what that adds to.
    private func entering(
        _ states: Operations.Activation, embedded: Operations.Activation, on operations: inout Operations
    ) -> (input: Operations.Activation, residual: Operations.Activation) {
        switch entry {
        case .normed(let embedding, let state):
            let normed = operations.normalize(states, by: state, epsilon: epsilon)
            let input = operations.join(operations.normalize(embedded, by: embedding, epsilon: epsilon), normed)
            return (input, norms.isResidualNormed ? normed : states)
        case .fused(let weights, let bias):
            var fused = operations.project(operations.join(embedded, states), by: weights)
            if let bias { fused = operations.shift(fused, by: bias) }
            return (fused, fused)
        case .refined(let refinement):
            let state = halves.map { operations.cut($0.next, of: states) } ?? states
            let refined = refinement.apply(state, embedded: embedded, epsilon: epsilon, on: &operations)
            return (refined, refined)
        }
    }

    /// The logits that states give, `[rows, draft vocabulary]`.
    func logits(of states: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        if let halves { return operations.project(operations.cut(halves.logits, of: states), by: outputHead) }
        guard let finalNorm, norms.output == .beforeLogits else { return operations.project(states, by: outputHead) }
        return operations.project(operations.normalize(states, by: finalNorm, epsilon: epsilon), by: outputHead)
    }
}

extension EAGLE3Network: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}
extension EAGLE3Network.Entry: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension EAGLE3Network {
    /// Puts a network together from its parts by name.
    init(
        _ configuration: EAGLE3Configuration, weights: (String) throws -> Operations.Weights,
        gain: (String) throws -> Operations.Gain
    ) throws {
        norms = configuration.norms
        epsilon = configuration.normEpsilon
        targetWidth = configuration.targetWidth
        let width = configuration.hiddenSize
        halves = configuration.generation == .griffin ? (0..<width, width..<2 * width) : nil
        switch configuration.generation {
        case .first:
            (featureNorms, fusion, finalNorm) = ([], nil, nil)
            entry = .fused(
                try weights("fc.weight"), bias: configuration.hasFusionBias ? try gain("fc.bias") : nil)
        case .griffin:
            (featureNorms, fusion, finalNorm) = ([], nil, nil)
            entry = .refined(try EAGLE3Refinement(configuration, weights: weights, gain: gain))
        case .third:
            featureNorms = try Self.featureNorms(configuration, gain: gain)
            fusion = try weights("fc.weight")
            entry = .normed(
                embedding: try gain("midlayer.input_layernorm.weight"),
                state: try gain("midlayer.hidden_norm.weight"))
            finalNorm = try gain("norm.weight")
        }
        attention = try EAGLE3Attention(configuration, weights: weights, gain: gain)
        feedForwardNorm = try gain("midlayer.post_attention_layernorm.weight")
        gate = try weights("midlayer.mlp.gate_proj.weight")
        up = try weights("midlayer.mlp.up_proj.weight")
        down = try weights("midlayer.mlp.down_proj.weight")
        outputHead = try weights(EAGLE3Parameter.outputHead)
        upper = try withoutActuallyEscaping(weights) { weights in
            try withoutActuallyEscaping(gain) { gain in
                try Self.upper(configuration, from: EAGLE3Parts<Operations>(weights: weights, gain: gain))
            }
        }
    }

    private static func featureNorms(
        _ configuration: EAGLE3Configuration, gain: (String) throws -> Operations.Gain
    ) throws -> [Operations.Gain] {
        switch configuration.norms.features {
        case .none: []
        case .joined: [try gain("input_norm.weight")]
        case .each: try configuration.featureLayers.indices.map { try gain("fc_norm.\($0).weight") }
        }
    }

    private static func upper(
        _ configuration: EAGLE3Configuration, from parts: EAGLE3Parts<Operations>
    ) throws -> [DecoderLayer<Operations>] {
        var source = parts
        let frame = LayerFrame(
            width: configuration.hiddenSize, heads: configuration.heads, normEpsilon: configuration.normEpsilon)
        return try EAGLE3Parameter.upperLayers(configuration).enumerated().map { place, layer in
            var attention = AttentionPlan(rope: configuration.rope)
            attention.window = configuration.windows[1 + place]
            attention.normalizesHeads = configuration.hasHeadNorms
            attention.hasInputBias = configuration.hasInputBias
            attention.hasOutputBias = configuration.hasOutputBias
            let plan = LayerPlan(
                attention: attention, feedForward: .gated(GatedPlan(width: configuration.intermediateSize)))
            return try DecoderLayer(layer, number: 1 + place, plan, in: frame, from: &source)
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
