public import Tensors

/// A decoder's layers and the norm behind them, for any kind of operations: decoding runs it on stored weights, training on a
/// tape.
public struct DecoderStack<Operations: DecoderOperations> {
    private(set) var layers: [DecoderLayer<Operations>]
    let finalNorm: Norm<Operations>

    /// Takes the layers out of a source, by the names of Hugging Face layout.
    ///
    /// - Parameters:
    ///   - configuration: The model's sizes and plan.
    ///   - source: Where the parts are.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    public init<Source: LayerSource<Operations>>(_ configuration: ModelConfiguration, from source: inout Source) throws
    {
        let (frame, ropes) = (configuration.frame, configuration.plan.ropes)
        layers = try configuration.plan.layers.enumerated().map { number, plan in
            try DecoderLayer(
                "model.layers.\(number)", number: number, plan,
                rotation: ropes.firstIndex(of: plan.attention.rope) ?? 0, in: frame, from: &source)
        }
        finalNorm = try Norm("model.norm", width: frame.width, in: frame, from: &source)
    }

    /// The same without some layers, whose places in caches stay empty.
    func skipping(_ skipped: Set<Int>) -> DecoderStack {
        var copy = self
        copy.layers = layers.enumerated().filter { !skipped.contains($0.offset) }.map(\.element)
        return copy
    }

    /// Passes embeddings through all layers.
    ///
    /// - Parameters:
    ///   - embedded: `[rows, hiddenSize]`.
    ///   - operations: Where the layers run.
    /// - Returns: The states before the final norm, `[rows, hiddenSize]`.
    public func advance(_ embedded: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        layers.reduce(embedded) { $1.advance($0, on: &operations) }
    }

    /// What the output head sees of states.
    ///
    /// - Parameters:
    ///   - states: What ``advance(_:on:)`` gave, or some rows of it.
    ///   - operations: Where the norm runs.
    /// - Returns: The same shape.
    public func normalized(_ states: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        finalNorm.apply(states, on: &operations)
    }
}

extension DecoderStack: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}
