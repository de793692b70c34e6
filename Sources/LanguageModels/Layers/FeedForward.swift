import Tensors

/// What follows a layer's attention.
enum FeedForward<Operations: DecoderOperations> {
    /// One network, which every row passes.
    case gated(GatedFeedForward<Operations>)

    /// Several, of which each row passes a few.
    case experts(ExpertMixture<Operations>)

    /// What it adds to the stream, `[rows, width]`.
    func apply(_ input: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        switch self {
        case .gated(let network): network.apply(input, on: &operations)
        case .experts(let mixture): mixture.apply(input, on: &operations)
        }
    }
}

extension FeedForward: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension FeedForward {
    /// Takes what follows the attention out of a source.
    ///
    /// - Parameters:
    ///   - prefix: The tensors' common name, such as `model.layers.0.mlp`.
    ///   - width: The width of input and output.
    ///   - plan: What it is.
    ///   - source: Where the parts are.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    init<Source: LayerSource<Operations>>(
        _ prefix: String, width: Int, _ plan: FeedForwardPlan, from source: inout Source
    ) throws {
        switch plan {
        case .gated(let plan): self = .gated(try GatedFeedForward(prefix, width: width, plan, from: &source))
        case .experts(let plan): self = .experts(try ExpertMixture(prefix, width: width, plan, from: &source))
        }
    }
}
