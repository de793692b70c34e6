import Foundation
import ModelTestKit
import Testing

/// Medusa heads computed by plain loops in double precision, and the files that hold the same numbers.
struct MedusaReference: Sendable, CustomTestStringConvertible {
    /// A residual block: `[width, width]`, and `[width]` or nothing.
    struct Block {
        let weights: [Float]
        let bias: [Float]?
    }

    let testDescription: String
    let folder: @Sendable () -> MedusaFolder
    /// The blocks of a head and the rows that make its logits, taken from the files' tensors by name.
    let head: @Sendable (_ number: Int, _ tensor: (String) -> [Float]) -> (blocks: [Block], rows: [Float])

    /// The logits that a state gives, less the logarithm of the sum of their exponentials.
    static func logProbabilities(of state: [Float], blocks: [Block], rows: [Float]) -> [Double] {
        var x = state.map(Double.init)
        let width = x.count
        func row(_ matrix: [Float], _ number: Int) -> Double {
            (0..<width).reduce(0) { $0 + Double(matrix[number * width + $1]) * x[$1] }
        }
        for block in blocks {
            let linear = (0..<width).map { row(block.weights, $0) + Double(block.bias?[$0] ?? 0) }
            x = zip(x, linear).map { $0 + $1 / (1 + exp(-$1)) }
        }
        let logits = (0..<rows.count / width).map { row(rows, $0) }
        let logSum = log(logits.reduce(0) { $0 + exp($1) })
        return logits.map { $0 - logSum }
    }

    /// Every layout that is read.
    static let all = [
        MedusaReference(
            testDescription: "three heads of one block",
            folder: { MedusaFolder(tensors: MedusaFolder.official()) },
            head: { number, tensor in
                ([block("\(number).0.linear", tensor)], tensor("\(number).1.weight"))
            }),
        MedusaReference(
            testDescription: "two blocks each",
            folder: {
                MedusaFolder(
                    tensors: MedusaFolder.official(heads: 2, blocks: 2),
                    configuration: #"{"medusa_num_heads": 2, "medusa_num_layers": 2}"#)
            },
            head: { number, tensor in
                ((0..<2).map { block("\(number).\($0).linear", tensor) }, tensor("\(number).2.weight"))
            }),
        MedusaReference(
            testDescription: "two blocks that are one, stored once",
            folder: {
                let whole = MedusaFolder.official(heads: 2, blocks: 2)
                return MedusaFolder(
                    tensors: whole.filter { !$0.name.contains(".1.linear") },
                    configuration: #"{"medusa_num_heads": 2, "medusa_num_layers": 2}"#)
            },
            head: { number, tensor in
                let one = block("\(number).0.linear", tensor)
                return ([one, one], tensor("\(number).2.weight"))
            }),
        MedusaReference(
            testDescription: "the target's rows make logits",
            folder: { MedusaFolder(tensors: MedusaFolder.official(bringsRows: false)) },
            head: { number, tensor in
                ([block("\(number).0.linear", tensor)], tensor("lm_head.weight"))
            }),
        MedusaReference(
            testDescription: "in one file with the model",
            folder: {
                MedusaFolder(
                    tensors: MedusaFolder.official(prefix: "medusa_head.") + TinyModel().tensors,
                    file: "model.safetensors")
            },
            head: { number, tensor in
                ([block("medusa_head.\(number).0.linear", tensor)], tensor("medusa_head.\(number).1.weight"))
            }),
        MedusaReference(
            testDescription: "vLLM's names, without biases",
            folder: {
                let tensors = (0..<3).flatMap { head in
                    [
                        MedusaFolder.tensor("blocks.\(head).layers.0.weight", [24, 24]),
                        MedusaFolder.tensor("lm_heads.\(head).weight", [50, 24]),
                    ]
                }
                return MedusaFolder(
                    tensors: tensors, configuration: #"{"num_heads": 3, "num_hidden_layers": 1, "vocab_size": 50}"#,
                    file: "model.safetensors")
            },
            head: { number, tensor in
                (
                    [Block(weights: tensor("blocks.\(number).layers.0.weight"), bias: nil)],
                    tensor("lm_heads.\(number).weight")
                )
            }),
        MedusaReference(
            testDescription: "vLLM's names, with one table for all heads",
            folder: {
                let tensors = (0..<3).flatMap { head in
                    [
                        MedusaFolder.tensor("medusa_heads.blocks.\(head).layers.0.weight", [24, 24]),
                        MedusaFolder.tensor("medusa_heads.blocks.\(head).layers.0.bias", [24]),
                    ]
                }
                return MedusaFolder(
                    tensors: tensors + [MedusaFolder.tensor("medusa_heads.lm_head.weight", [50, 24])],
                    configuration: #"{"num_heads": 3, "num_hidden_layers": 1, "original_lm_head": true}"#,
                    file: "model.safetensors")
            },
            head: { number, tensor in
                (
                    [block("medusa_heads.blocks.\(number).layers.0", tensor)],
                    tensor("medusa_heads.lm_head.weight")
                )
            }),
    ]

    private static func block(_ name: String, _ tensor: (String) -> [Float]) -> Block {
        Block(weights: tensor(name + ".weight"), bias: tensor(name + ".bias"))
    }
}
