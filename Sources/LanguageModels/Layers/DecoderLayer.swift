import Tensors

/// One pre-norm decoder layer, written once for every kind of operations.
///
/// ```
/// y = x + Attention(norm(x))
/// z = y + FeedForward(norm(y))
/// ```
struct DecoderLayer<Operations: LayerOperations> {
    let inputNorm: Norm<Operations>
    let attention: SelfAttention<Operations>
    let feedForwardNorm: Norm<Operations>
    let feedForward: GatedFeedForward<Operations>

    /// Passes the residual stream through the layer.
    ///
    /// - Parameters:
    ///   - stream: `[rows, width]`.
    ///   - operations: Where the layer runs.
    /// - Returns: `[rows asked for, width]`; of the others it takes keys and values.
    func advance(_ stream: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        let attended = attention.apply(inputNorm.apply(stream, on: &operations), on: &operations)
        let middle = operations.sum(operations.asked(of: stream), attended)
        let change = feedForward.apply(feedForwardNorm.apply(middle, on: &operations), on: &operations)
        return operations.sum(middle, change)
    }
}

extension DecoderLayer: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension DecoderLayer<StoredOperations> {
    /// Takes a layer out of a checkpoint.
    ///
    /// - Parameters:
    ///   - number: Which layer it is.
    ///   - configuration: The model's sizes and switches.
    ///   - reader: The checkpoint.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    init(_ number: Int, _ configuration: ModelConfiguration, from reader: inout TensorReader) throws {
        let prefix = "model.layers.\(number)"
        let (width, epsilon) = (configuration.hiddenSize, configuration.normEpsilon)
        inputNorm = try Norm("\(prefix).input_layernorm", width: width, epsilon: epsilon, from: &reader)
        attention = try SelfAttention("\(prefix).self_attn", number: number, configuration, from: &reader)
        feedForwardNorm = try Norm(
            "\(prefix).post_attention_layernorm", width: width, epsilon: epsilon, from: &reader)
        feedForward = try GatedFeedForward(
            "\(prefix).mlp", width: width, intermediateWidth: configuration.intermediateSize,
            hasBias: configuration.layout.hasFeedForwardBias, from: &reader)
    }
}
