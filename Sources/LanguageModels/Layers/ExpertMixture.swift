import Tensors

/// A mixture of experts (arXiv 1701.06538): a router scores them, and each row passes those with the largest scores.
struct ExpertMixture<Operations: DecoderOperations> {
    /// `[experts, width]`.
    let router: Projection<Operations>

    let experts: [GatedFeedForward<Operations>]
    let choice: ExpertChoice

    /// What the experts add to the stream, `[rows, width]`.
    func apply(_ input: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        let scores = router.apply(input, on: &operations)
        return operations.mix(input, scores: scores, choosing: choice) { number, rows, operations in
            experts[number].apply(rows, on: &operations)
        }
    }
}

extension ExpertMixture: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}

extension ExpertMixture {
    /// Takes the mixture out of a source.
    ///
    /// - Parameters:
    ///   - prefix: The tensors' common name, such as `model.layers.0.mlp`.
    ///   - width: The width of input and output.
    ///   - plan: How many experts there are, how they are chosen, and what each of them is.
    ///   - source: Where the parts are.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    init<Source: LayerSource<Operations>>(_ prefix: String, width: Int, _ plan: ExpertsPlan, from source: inout Source)
        throws
    {
        router = try Projection("\(prefix).gate", inputs: width, outputs: plan.count, hasBias: false, from: &source)
        experts = try (0..<plan.count).map { number in
            try GatedFeedForward("\(prefix).experts.\(number)", width: width, plan.expert, from: &source)
        }
        choice = plan.choice
    }
}
