import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Tensors
import Testing
import Training

/// A head keeps every number through each layout, under the names that the layout's loader asks for.
struct StoringTests {
    /// A tensor's numbers in single precision.
    private func numbers(_ tensor: StoredTensor) throws -> [Float] {
        let format = try #require(StorageFormat(named: tensor.type))
        let count = tensor.shape.reduce(1, *)
        return WeightMatrix(bytes: tensor.bytes, format: format, rows: 1, columns: count).widened()
    }

    @Test(arguments: DraftLayout.folders)
    func `The bundled head's tensors are stored with their bytes, types and shapes`(layout: DraftLayout) throws {
        let demo = try HeadFolders.demo()
        let original = try demo.tensors()
        let stored = try demo.exported(in: layout, storing: demo.open().exactFormat).tensors()
        // Readers of speculators' layout take no table from the target.
        #expect(stored.count == original.count + (layout == .speculators ? 1 : 0))
        for (name, tensor) in original {
            let renamed =
                layout == .speculators ? name.replacingOccurrences(of: "midlayer.", with: "layers.0.") : name
            let other = try #require(stored[renamed], "\(renamed)")
            #expect(other.type == tensor.type && other.shape == tensor.shape && other.bytes == tensor.bytes)
        }
    }

    @Test(arguments: DraftLayout.folders, StorageFormat.floats)
    func `Stored in another type the numbers are the nearest of that type`(
        layout: DraftLayout, format: StorageFormat
    ) throws {
        let head = try TinyEAGLE3().folders()
        let original = try head.tensors()
        let stored = try head.exported(in: layout, storing: format).tensors()
        for (name, tensor) in stored where StorageFormat(named: tensor.type) != nil {
            #expect(tensor.type == format.name)
            if name == "embed_tokens.weight" { continue }
            let source = try #require(original[name.replacingOccurrences(of: "layers.0.", with: "midlayer.")])
            #expect(tensor.shape == source.shape)
            for (kept, exact) in zip(try numbers(tensor), try numbers(source)) {
                // Half a unit in the last place: 24, 11 and 8 bits of significand; halves have a smallest step.
                let bits: Float = format == .float32 ? 0 : format == .float16 ? 0x1p-11 : 0x1p-8
                #expect(abs(kept - exact) <= max(abs(exact) * bits, format == .float16 ? 0x1p-25 : 0))
            }
        }
    }

    @Test(arguments: DraftLayout.folders)
    func `Through each layout and back gives the same files`(layout: DraftLayout) throws {
        for head in [try HeadFolders.demo(), try TinyEAGLE3().folders()] {
            let direct = try head.exported(in: .safeail)
            let back = try head.exported(in: layout).exported(in: .safeail)
            for name in ["config.json", "model.safetensors"] {
                #expect(try Data(contentsOf: back.head.file(name)) == Data(contentsOf: direct.head.file(name)))
            }
        }
    }

    @Test
    func `The type that loses nothing is the file's own, or single precision for a mixture`() throws {
        #expect(try HeadFolders.demo().open().exactFormat == .bfloat16)
        let head = try TinyEAGLE3().folders()
        let file = head.head.file("model.safetensors")
        for format in StorageFormat.floats {
            let stored = try head.exported(in: .safeail, storing: format)
            #expect(try stored.open().exactFormat == format)
        }
        let halves = try head.exported(in: .safeail, storing: .float16).tensors().values.map { tensor in
            tensor.name == "norm.weight"
                ? StoredTensor("norm.weight", shape: tensor.shape, try numbers(tensor)) : tensor
        }
        try SafetensorsBytes(halves).data.write(to: file)
        #expect(try head.open().exactFormat == .float32)
    }

    @Test
    func `Where every token has a draft id only SGLang's layout holds the maps`() throws {
        var tiny = TinyEAGLE3()
        tiny.draftVocabularySize = tiny.target.vocabularySize
        let head = try tiny.folders()
        for layout in DraftLayout.folders {
            let exported = try head.exported(in: layout)
            let tensors = try exported.tensors()
            #expect(tensors["d2t"]?.bytes == (layout == .sglang ? Data(count: 8 * 50) : nil))
            #expect(tensors["t2d"]?.bytes == (layout == .sglang ? Data(repeating: 1, count: 50) : nil))
            #expect(try exported.configuration()["draft_vocab_size"] == .integer(50))
            _ = try exported.open()
        }
    }

    @Test
    func `The target's own embedding table is stored for speculators alone, another one everywhere`() throws {
        var tiny = TinyEAGLE3()
        tiny.embedding = .targets
        // It is named as in the target's file, with `model.` before it.
        let shared = try tiny.folders()
        #expect(try shared.tensors()["model.embed_tokens.weight"] != nil)
        for layout in DraftLayout.folders {
            let exported = try shared.exported(in: layout)
            let table = try exported.tensors()["embed_tokens.weight"]
            #expect((table != nil) == (layout == .speculators))
            if let table { #expect(try table.bytes == shared.tensors()["model.embed_tokens.weight"]?.bytes) }
            #expect(try exported.configuration()["target_hidden_size"] == nil)
        }
        tiny.embedding = .own
        let own = try tiny.folders()
        for layout in [DraftLayout.safeail, .speculators] {
            let exported = try own.exported(in: layout)
            #expect(try exported.tensors()["embed_tokens.weight"]?.bytes == own.tensors()["embed_tokens.weight"]?.bytes)
            // What tells the official code to look into the file for the table.
            #expect(try exported.configuration()["target_hidden_size"] == .integer(24))
            let back = try exported.exported(in: .safeail)
            #expect(try back.tensors()["embed_tokens.weight"] != nil)
        }
    }

    @Test
    func `A head narrower than its target brings its table in every layout`() throws {
        var tiny = TinyEAGLE3()
        tiny.width = 16
        tiny.headWidth = 4
        tiny.embedding = .own
        tiny.extra["target_hidden_size"] = "24"
        let head = try tiny.folders()
        for layout in DraftLayout.folders {
            let exported = try head.exported(in: layout)
            #expect(try exported.tensors()["embed_tokens.weight"]?.shape == [50, 16])
            #expect(try exported.tensors()["fc.weight"]?.shape == [16, 72])
            #expect(try exported.configuration()["target_hidden_size"] == .integer(24))
            _ = try exported.open()
        }
    }
}
