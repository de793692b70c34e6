import Foundation
import LanguageModels
import MedusaPlugin
import ModelTestKit
import Speculation
import Testing

/// The files of Medusa heads and the model that they draft for, as a test makes them.
struct MedusaFolder {
    /// The tensors of the heads' file.
    var tensors: [StoredTensor]

    /// The text of `config.json`.
    var configuration = #"{"medusa_num_heads": 3, "medusa_num_layers": 1, "base_model_name_or_path": "tiny"}"#

    /// What the heads' file is called.
    var file = "medusa_lm_head.safetensors"

    /// The model that the heads draft for.
    var target = TinyModel()

    /// Files on the disk that vanish with the value.
    struct Folders {
        let heads: TemporaryFolder
        let target: TemporaryFolder

        /// The heads as the draft policy opens them.
        func open() throws -> any DraftPolicy {
            let target = TransformerTarget(try Transformer(at: target.url))
            return try MedusaRecipe(head: "heads").load(in: DraftLoading(target: target, locate: { _ in heads.url }))
        }

        /// Why they are refused, without the folder's path.
        func refusal() throws -> String {
            let error = #expect(throws: ModelError.self) { _ = try open() }
            return try #require(error).description.replacingOccurrences(of: heads.path, with: "HEADS")
        }
    }

    /// Writes everything.
    func write() throws -> Folders {
        let heads = try TemporaryFolder()
        try heads.write(configuration, to: "config.json")
        try heads.write(SafetensorsBytes(tensors).data, to: file)
        return Folders(heads: heads, target: try target.folder())
    }

    /// A tensor of numbers made up from a name.
    static func tensor(_ name: String, _ shape: [Int], of origin: String? = nil) -> StoredTensor {
        StoredTensor(name, shape: shape, numbers(origin ?? name, shape.reduce(1, *)))
    }

    /// The numbers that `Resources/heads.py` makes up from a name too.
    static func numbers(_ name: String, _ count: Int, spread: Float = 0.5) -> [Float] {
        var state: UInt32 = 2_166_136_261
        for byte in name.utf8 { state = (state ^ UInt32(byte)) &* 16_777_619 }
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return (Float(state >> 8) / Float(1 << 24) - 0.5) * spread
        }
    }

    /// Heads under the official code's names.
    static func official(
        heads: Int = 3, blocks: Int = 1, prefix: String = "", bringsRows: Bool = true, width: Int = 24,
        vocabulary: Int = 50
    ) -> [StoredTensor] {
        (0..<heads).flatMap { head -> [StoredTensor] in
            let parts = (0..<blocks).flatMap { block in
                [
                    tensor("\(prefix)\(head).\(block).linear.weight", [width, width]),
                    tensor("\(prefix)\(head).\(block).linear.bias", [width]),
                ]
            }
            return parts + (bringsRows ? [tensor("\(prefix)\(head).\(blocks).weight", [vocabulary, width])] : [])
        }
    }
}
