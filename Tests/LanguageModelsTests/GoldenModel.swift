import Foundation
import JSON
import LanguageModels
import Tensors
import Testing

/// What a reference implementation computed for a model: tokens, logits, hidden states, a greedy continuation.
struct GoldenModel {
    let name: String
    let folder: URL
    let tokens: [Int]
    let prompt: [Int]
    let greedy: [Int]
    private let file: SafetensorsFile

    init(_ name: String, in place: String = "golden") throws {
        self.name = name
        folder = Bundle.module.bundleURL.appendingPathComponent("Resources/\(place)/\(name)")
        let expected = try ModelFile.json(folder.appendingPathComponent("expected.json"))
        func list(_ key: String) throws -> [Int] { try #require(expected[key]?.array).compactMap(\.integer) }
        tokens = try list("tokens")
        prompt = try list("prompt")
        greedy = try list("greedy")
        file = try SafetensorsFile(contentsOf: folder.appendingPathComponent("expected.safetensors"))
    }

    /// The layers whose inputs were stored.
    var layers: [Int] {
        file.entries.compactMap { Int($0.name.replacingOccurrences(of: "hidden_in_layer_", with: "")) }.sorted()
    }

    func matrix(_ name: String) throws -> Matrix {
        let entry = try #require(file.entries.first { $0.name == name })
        let weights = WeightMatrix(
            bytes: file.bytes(of: entry), format: .float32, rows: entry.shape[0], columns: entry.shape[1])
        var matrix = Matrix(rows: 0, columns: weights.columns)
        weights.lookUp(Array(0..<weights.rows), into: &matrix)
        return matrix
    }
}

/// The largest absolute difference, and that divided by the largest absolute expected number.
func difference(_ actual: Matrix, _ expected: Matrix) -> (absolute: Float, relative: Float) {
    var largest: Float = 0
    var scale: Float = 0
    for (one, other) in zip(actual.values, expected.values) {
        largest = max(largest, abs(one - other))
        scale = max(scale, abs(other))
    }
    return (actual.values.count == expected.values.count ? largest : .infinity, largest / scale)
}
