import Autograd
import Foundation
import JSON
import LanguageModels
import Tensors
import Testing

/// Losses, gradients and rewards of the demo head on one answer, made by an independent implementation in PyTorch.
struct GoldenCase {
    let json: JSONValue

    /// All cases.
    static func all() throws -> [GoldenCase] {
        let url = try #require(
            Bundle.module.url(forResource: "training-cases", withExtension: "json", subdirectory: "Resources"))
        let file = try JSONValue(parsing: Data(contentsOf: url), source: nil)
        return try #require(file["cases"]?.array).map { GoldenCase(json: $0) }
    }

    /// Rows of the first case's gradients, every matrix's first and each sixteenth of its height after it, and of logits.
    static func samples() throws -> NamedMatrices<Float> {
        let url = try #require(
            Bundle.module.url(forResource: "training-case0", withExtension: "safetensors", subdirectory: "Resources"))
        let file = try SafetensorsFile(contentsOf: url)
        var samples = NamedMatrices<Float>()
        for entry in file.entries {
            let view = WeightMatrix(
                bytes: file.bytes(of: entry), format: .float32, rows: entry.shape[0], columns: entry.shape[1])
            samples.append(entry.name, DenseMatrix(view.widened(), rows: view.rows, columns: view.columns))
        }
        return samples
    }

    /// The conversation.
    var tokens: [Int] { integers("tokens") }

    /// How many tokens precede the answer.
    var promptLength: Int { json["prompt_length"]?.integer ?? 0 }

    func integers(_ name: String) -> [Int] { (json[name]?.array ?? []).compactMap(\.integer) }
}
