import Foundation
import ModelTestKit

/// A decoder-only transformer written down as its formulas, in double precision, without any cache: slow and obvious.
struct ReferenceTransformer {
    private let model: TinyModel
    private let weights: [String: [Double]]

    init(_ model: TinyModel) {
        self.model = model
        weights = Dictionary(uniqueKeysWithValues: model.tensors.map { ($0.name, $0.values.map(Double.init)) })
    }

    /// The logits after every token of a sequence.
    func logits(_ tokens: [Int]) -> [[Double]] {
        let width = model.hiddenSize
        let table = weights["model.embed_tokens.weight", default: []]
        var stream = tokens.map { Array(table[$0 * width..<($0 + 1) * width]) }
        for layer in 0..<model.layerCount {
            let prefix = "model.layers.\(layer)"
            let attended = attention(stream.map { normed($0, "\(prefix).input_layernorm") }, "\(prefix).self_attn")
            stream = zip(stream, attended).map { sum($0, $1) }
            stream = stream.map { sum($0, feedForward(normed($0, "\(prefix).post_attention_layernorm"), prefix)) }
        }
        let head = model.tiesEmbeddings ? "model.embed_tokens" : "lm_head"
        return stream.map { project(normed($0, "model.norm"), head) }
    }

    private func attention(_ inputs: [[Double]], _ prefix: String) -> [[Double]] {
        let size = model.headWidth
        func heads(_ name: String, norm: String?) -> [[[Double]]] {
            inputs.enumerated().map { position, input in
                let whole = project(input, "\(prefix).\(name)")
                return stride(from: 0, to: whole.count, by: size).map { start in
                    var head = Array(whole[start..<start + size])
                    guard let norm else { return head }
                    if model.hasHeadNorms { head = normed(head, "\(prefix).\(norm)") }
                    return rotated(head, at: position)
                }
            }
        }
        let queries = heads("q_proj", norm: "q_norm")
        let keys = heads("k_proj", norm: "k_norm")
        let values = heads("v_proj", norm: nil)
        return inputs.indices.map { row in
            let joined = (0..<model.headCount).flatMap { head -> [Double] in
                let group = head / (model.headCount / model.groupCount)
                let scores = (0...row).map { dot(queries[row][head], keys[$0][group]) / Double(size).squareRoot() }
                let weights = scores.map { exp($0) }
                let total = weights.reduce(0, +)
                return (0..<size).map { element in
                    (0...row).reduce(0) { $0 + weights[$1] / total * values[$1][group][element] }
                }
            }
            return project(joined, "\(prefix).o_proj")
        }
    }

    private func feedForward(_ input: [Double], _ prefix: String) -> [Double] {
        let gate = project(input, "\(prefix).mlp.gate_proj")
        let up = project(input, "\(prefix).mlp.up_proj")
        return project(zip(gate, up).map { $0 / (1 + exp(-$0)) * $1 }, "\(prefix).mlp.down_proj")
    }

    /// Element i turns with element i + width / 2.
    private func rotated(_ head: [Double], at position: Int) -> [Double] {
        let half = head.count / 2
        return head.indices.map { element in
            let pair = element % half
            let angle = Double(position) * pow(model.ropeTheta, -2 * Double(pair) / Double(head.count))
            return element < half
                ? head[pair] * cos(angle) - head[pair + half] * sin(angle)
                : head[pair + half] * cos(angle) + head[pair] * sin(angle)
        }
    }

    private func project(_ input: [Double], _ name: String) -> [Double] {
        let matrix = weights["\(name).weight", default: []]
        let bias = weights["\(name).bias"]
        return (0..<matrix.count / input.count).map { row in
            dot(input, Array(matrix[row * input.count..<(row + 1) * input.count])) + (bias?[row] ?? 0)
        }
    }

    private func normed(_ input: [Double], _ name: String) -> [Double] {
        let weight = weights["\(name).weight", default: []]
        let root = (dot(input, input) / Double(input.count) + 1e-5).squareRoot()
        return zip(input, weight).map { $0 / root * $1 }
    }

    private func dot(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }

    private func sum(_ left: [Double], _ right: [Double]) -> [Double] { zip(left, right).map { $0 + $1 } }
}
