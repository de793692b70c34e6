import Tensors

/// One of the heads: residual blocks over the target's final state, then rows that make logits.
///
/// A block is `x + silu(W x + b)`. Written once for whatever operations, as every draft network is.
struct MedusaHead<Operations: LayerOperations> {
    /// A residual block.
    struct Block {
        /// `[width, width]`.
        let weights: Operations.Weights

        /// `[width]`; nil where the files have none.
        let bias: Operations.Gain?
    }

    let blocks: [Block]

    /// `[vocabulary, width]`.
    let outputRows: Operations.Weights

    /// The logits that states give, `[rows, width]` to `[rows, vocabulary]`.
    func logits(of states: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        let refined = blocks.reduce(states) { states, block in
            var product = operations.project(states, by: block.weights)
            if let bias = block.bias { product = operations.shift(product, by: bias) }
            return operations.sum(states, operations.activate(product))
        }
        return operations.project(refined, by: outputRows)
    }
}

extension MedusaHead: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}
extension MedusaHead.Block: Sendable where Operations.Weights: Sendable, Operations.Gain: Sendable {}
