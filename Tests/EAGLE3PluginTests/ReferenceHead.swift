import EAGLE3Plugin
import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing
import Training

/// A head of `Resources/heads.json`: its files, and what an independent computation makes of them.
struct ReferenceHead: Sendable, CustomTestStringConvertible {
    let name: String
    let configuration: JSONValue
    let tensors: [StoredTensor]
    /// The target's token of each draft id.
    let vocabulary: [Token]
    /// After the prompt, and after each token of the chain, `[1 + chain, draft vocabulary]`.
    let logProbabilities: [[Double]]

    var testDescription: String { name }

    /// What all of them read: the last token is the first that is drafted from.
    static let prompt: [Token] = (0..<10).map { (5 * $0 + 3) % 40 }
    static let chain: [Token] = [7, 31, 2, 18]

    static func all() throws -> [ReferenceHead] {
        let file = Bundle.module.bundleURL.appendingPathComponent("Resources/heads.json")
        let value = try ModelFile.json(file)
        #expect(value["prompt"] == .array(prompt.map { .integer($0) }))
        #expect(value["chain"] == .array(chain.map { .integer($0) }))
        return try #require(value["heads"]?.array).map(ReferenceHead.init)
    }

    static func named(_ name: String) throws -> ReferenceHead { try #require(try all().first { $0.name == name }) }

    private init(_ value: JSONValue) throws {
        name = try #require(value["name"]?.string)
        configuration = try #require(value["config"])
        vocabulary = try #require(value["vocabulary"]?.array).compactMap(\.integer)
        logProbabilities = try #require(value["logProbabilities"]?.array).map { row in
            try #require(row.array).compactMap(\.double)
        }
        var tensors = try #require(value["tensors"]?.array).map { tensor in
            let name = try #require(tensor["name"]?.string)
            let shape = try #require(tensor["shape"]?.array).compactMap(\.integer)
            return StoredTensor(
                name, shape: shape, Self.numbers(name, shape.reduce(1, *), around: Float(tensor["centre"]?.double ?? 0))
            )
        }
        if let type = value["d2t"]?.string {
            let offsets = vocabulary.enumerated().map { $0.element - $0.offset }
            let bytes =
                type == "I32"
                ? offsets.map { Int32($0).littleEndian }.withUnsafeBytes { Data($0) }
                : offsets.map { Int64($0).littleEndian }.withUnsafeBytes { Data($0) }
            tensors.append(StoredTensor("d2t", type: type, shape: [offsets.count], bytes: bytes))
        }
        self.tensors = tensors
    }

    /// The numbers that both sides make up from a name.
    static func numbers(_ name: String, _ count: Int, around centre: Float = 0, spread: Float = 0.5) -> [Float] {
        var state: UInt32 = 2_166_136_261
        for byte in name.utf8 { state = (state ^ UInt32(byte)) &* 16_777_619 }
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return centre + (Float(state >> 8) / Float(1 << 24) - 0.5) * spread
        }
    }

    /// The target that all of them draft for.
    static var target: TinyModel {
        var model = TinyModel()
        (model.hiddenSize, model.intermediateSize, model.layerCount) = (16, 24, 8)
        (model.headWidth, model.vocabularySize) = (4, 40)
        return model
    }

    /// Head and target on the disk.
    func folders() throws -> HeadFolders {
        let head = try TemporaryFolder()
        try head.write(configuration.text, to: "config.json")
        try head.write(SafetensorsBytes(tensors).data, to: "model.safetensors")
        return HeadFolders(head: head, target: try Self.target.folder())
    }

    /// The made-up features of the prompt but its last token, for a draft that wants some.
    static func features(for request: FeatureRequest?) throws -> Matrix {
        let count = try #require(request).stateCount * target.hiddenSize
        return Matrix(numbers("features", (prompt.count - 1) * count, spread: 4), columns: count)
    }
}
