public import Tensors

/// One decoder layer with norms before its branches, and behind them in some families; written once for every kind of operations.
///
/// ```
/// y = x + [norm] Attention(norm(x))
/// z = y + [norm] FeedForward(norm(y))
/// ```
/// It is an object, and never changes: a pass that lent the layers of a model as values would count references to all their
/// parts, which in a small model shows.
public final class DecoderLayer<Operations: DecoderOperations> {
    let inputNorm: Norm<Operations>
    let attention: SelfAttention<Operations>
    /// Of what the attention adds to the stream.
    let attentionOutputNorm: Norm<Operations>?
    let feedForwardNorm: Norm<Operations>
    let feedForward: FeedForward<Operations>
    /// Of what the feed-forward network adds to the stream.
    let feedForwardOutputNorm: Norm<Operations>?

    /// Takes a layer out of a source.
    ///
    /// - Parameters:
    ///   - prefix: Its tensors' common name, such as `model.layers.0`.
    ///   - number: Which of the operations' layers it is, counted from 0.
    ///   - plan: What it is made of.
    ///   - rotation: Which of the operations' rotations turns its queries and keys.
    ///   - frame: What all layers have in common.
    ///   - source: Where the parts are.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    public init<Source: LayerSource<Operations>>(
        _ prefix: String, number: Int, _ plan: LayerPlan, rotation: Int = 0, in frame: LayerFrame,
        from source: inout Source
    ) throws {
        func norm(_ name: String) throws -> Norm<Operations> {
            try Norm("\(prefix).\(name)", width: frame.width, in: frame, from: &source)
        }
        inputNorm = try norm("input_layernorm")
        attention = try SelfAttention(
            "\(prefix).self_attn", number: number, plan.attention, rotation: rotation, in: frame, from: &source)
        switch plan.norms {
        case .entering:
            (attentionOutputNorm, feedForwardOutputNorm) = (nil, nil)
            feedForwardNorm = try norm("post_attention_layernorm")
        case .enteringAndLeaving:
            attentionOutputNorm = try norm("post_attention_layernorm")
            feedForwardNorm = try norm("pre_feedforward_layernorm")
            feedForwardOutputNorm = try norm("post_feedforward_layernorm")
        }
        feedForward = try FeedForward("\(prefix).mlp", width: frame.width, plan.feedForward, from: &source)
    }

    /// Passes the residual stream through the layer.
    ///
    /// - Parameters:
    ///   - stream: `[rows, width]`.
    ///   - operations: Where the layer runs.
    /// - Returns: `[rows asked for, width]`; of the others it takes keys and values.
    public func advance(_ stream: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        var attended = attention.apply(inputNorm.apply(stream, on: &operations), on: &operations)
        if let attentionOutputNorm { attended = attentionOutputNorm.apply(attended, on: &operations) }
        let middle = operations.sum(operations.asked(of: stream), attended)
        var change = feedForward.apply(feedForwardNorm.apply(middle, on: &operations), on: &operations)
        if let feedForwardOutputNorm { change = feedForwardOutputNorm.apply(change, on: &operations) }
        return operations.sum(middle, change)
    }
}

extension DecoderLayer: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}
