import Tensors

/// One decoder layer with norms before its branches, and behind them in some families; written once for every kind of operations.
///
/// ```
/// y = x + [norm] Attention(norm(x))
/// z = y + [norm] FeedForward(norm(y))
/// ```
struct DecoderLayer<Operations: DecoderOperations> {
    let inputNorm: Norm<Operations>
    let attention: SelfAttention<Operations>
    /// Of what the attention adds to the stream.
    let attentionOutputNorm: Norm<Operations>?
    let feedForwardNorm: Norm<Operations>
    let feedForward: FeedForward<Operations>
    /// Of what the feed-forward network adds to the stream.
    let feedForwardOutputNorm: Norm<Operations>?

    /// Passes the residual stream through the layer.
    ///
    /// - Parameters:
    ///   - stream: `[rows, width]`.
    ///   - operations: Where the layer runs.
    /// - Returns: `[rows asked for, width]`; of the others it takes keys and values.
    func advance(_ stream: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        var attended = attention.apply(inputNorm.apply(stream, on: &operations), on: &operations)
        if let attentionOutputNorm { attended = attentionOutputNorm.apply(attended, on: &operations) }
        let middle = operations.sum(operations.asked(of: stream), attended)
        var change = feedForward.apply(feedForwardNorm.apply(middle, on: &operations), on: &operations)
        if let feedForwardOutputNorm { change = feedForwardOutputNorm.apply(change, on: &operations) }
        return operations.sum(middle, change)
    }
}

extension DecoderLayer: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension DecoderLayer {
    /// Takes a layer out of a source.
    ///
    /// - Parameters:
    ///   - number: Which layer it is.
    ///   - configuration: The model's sizes and plan.
    ///   - source: Where the parts are.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    init<Source: LayerSource<Operations>>(_ number: Int, _ configuration: ModelConfiguration, from source: inout Source)
        throws
    {
        let (prefix, plan) = ("model.layers.\(number)", configuration.plan.layers[number])
        func norm(_ name: String) throws -> Norm<Operations> {
            try Norm("\(prefix).\(name)", width: configuration.hiddenSize, configuration, from: &source)
        }
        inputNorm = try norm("input_layernorm")
        attention = try SelfAttention("\(prefix).self_attn", number: number, configuration, from: &source)
        switch plan.norms {
        case .entering:
            (attentionOutputNorm, feedForwardOutputNorm) = (nil, nil)
            feedForwardNorm = try norm("post_attention_layernorm")
        case .enteringAndLeaving:
            attentionOutputNorm = try norm("post_attention_layernorm")
            feedForwardNorm = try norm("pre_feedforward_layernorm")
            feedForwardOutputNorm = try norm("post_feedforward_layernorm")
        }
        feedForward = try FeedForward(
            "\(prefix).mlp", width: configuration.hiddenSize, plan.feedForward, from: &source)
    }
}
