import Tensors

/// One pre-norm decoder layer: attention and feed-forward network, each added to the residual stream.
///
/// It never changes, and is an object so that a session, which does while it passes through, need not copy its many parts.
final class DecoderLayer: Sendable {
    private let inputNorm: RMSNorm
    private let attention: SelfAttention
    private let feedForwardNorm: RMSNorm
    private let feedForward: GatedFeedForward

    init(_ prefix: String, _ configuration: ModelConfiguration, from reader: inout TensorReader) throws {
        let width = configuration.hiddenSize
        let epsilon = configuration.normEpsilon
        inputNorm = try RMSNorm("\(prefix).input_layernorm", width: width, epsilon: epsilon, from: &reader)
        attention = try SelfAttention(
            "\(prefix).self_attn", shape: configuration.attentionShape, layout: configuration.layout, epsilon: epsilon,
            from: &reader)
        feedForwardNorm = try RMSNorm(
            "\(prefix).post_attention_layernorm", width: width, epsilon: epsilon, from: &reader)
        feedForward = try GatedFeedForward(
            "\(prefix).mlp", width: width, intermediateWidth: configuration.intermediateSize,
            hasBias: configuration.layout.hasFeedForwardBias, from: &reader)
    }

    /// Buffers of a session, shared by all its layers.
    struct Scratch: Sendable {
        var normed: Matrix
        var change: Matrix
        var asked: Matrix
        var attention: SelfAttention.Scratch
        var feedForward: GatedFeedForward.Scratch

        init(_ configuration: ModelConfiguration) {
            normed = Matrix(rows: 0, columns: configuration.hiddenSize)
            change = normed
            asked = normed
            attention = SelfAttention.Scratch(configuration.attentionShape)
            feedForward = GatedFeedForward.Scratch(intermediateWidth: configuration.intermediateSize)
        }
    }

    /// Passes a batch through the layer; `stream` is the residual stream, changed in place.
    ///
    /// Only the last rows come out of it where only these are asked for: of the others it takes keys and values.
    func apply(
        _ stream: inout Matrix, in batch: LayerBatch, asking asked: Int? = nil, store: inout KeyValueStore,
        rotary: inout RotaryTable, scratch: inout Scratch
    ) {
        inputNorm.apply(stream, into: &scratch.normed)
        attention.apply(
            scratch.normed, in: batch, asking: asked, store: &store, rotary: &rotary, scratch: &scratch.attention,
            into: &scratch.change)
        if let asked, asked < stream.rows {
            scratch.asked.become(last: asked, of: stream)
            swap(&stream, &scratch.asked)
        }
        guard stream.rows > 0 else { return }
        finish(&stream, scratch: &scratch, by: batch.route)
    }

    /// Passes the next token of each of several sequences through the layer.
    func apply(
        _ stream: inout Matrix, in step: SequenceStep, layer: Int, caches: inout [KeyValueCache],
        rotary: inout RotaryTable, scratch: inout Scratch
    ) {
        inputNorm.apply(stream, into: &scratch.normed)
        attention.apply(
            scratch.normed, in: step, layer: layer, caches: &caches, rotary: &rotary, scratch: &scratch.attention,
            into: &scratch.change)
        finish(&stream, scratch: &scratch, by: .rowExact)
    }

    /// Adds the attention's change, then the feed-forward network's.
    private func finish(_ stream: inout Matrix, scratch: inout Scratch, by route: ProductRoute) {
        stream.add(scratch.change)
        feedForwardNorm.apply(stream, into: &scratch.normed)
        feedForward.apply(scratch.normed, scratch: &scratch.feedForward, into: &scratch.change, by: route)
        stream.add(scratch.change)
    }
}

extension ModelConfiguration {
    /// The sizes of every layer's attention block.
    public var attentionShape: SelfAttention.Shape {
        SelfAttention.Shape(
            inputWidth: hiddenSize, outputWidth: hiddenSize, heads: headCount, groups: keyValueHeadCount,
            headWidth: headWidth)
    }
}
