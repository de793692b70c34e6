import Autograd
import EAGLE3Plugin
import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Speculation
import Testing
import Training

/// Heads load as they are published, and what is odd about them is said.
struct PublishedFilesTests {
    /// A reference head with its configuration or tensors changed.
    private func head(
        _ name: String, _ tensors: (inout [StoredTensor]) -> Void = { _ in }, text change: (String) -> String = { $0 }
    ) throws -> HeadFolders {
        let reference = try ReferenceHead.named(name)
        let folders = try reference.folders()
        var changed = reference.tensors
        tensors(&changed)
        try folders.head.write(SafetensorsBytes(changed).data, to: "model.safetensors")
        try folders.head.write(change(reference.configuration.text), to: "config.json")
        return folders
    }

    private func integers(_ numbers: [Int], type: String, bytes width: Int) -> StoredTensor {
        let bytes = numbers.flatMap { number in
            (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        return StoredTensor("d2t", type: type, shape: [numbers.count], bytes: Data(bytes))
    }

    @Test
    func `What torch saved under SafeAILab's names is the same head`() throws {
        let reference = try ReferenceHead.named("plain")
        let folders = try reference.folders()
        let file = Bundle.module.bundleURL.appendingPathComponent("Resources/plain.bin")
        try FileManager.default.removeItem(at: folders.head.file("model.safetensors"))
        try folders.head.write(Data(contentsOf: file), to: "pytorch_model.bin")
        let stored = try folders.trainable()
        let original = try reference.folders().trainable()
        #expect(stored.parameters == original.parameters)
        #expect(stored.vocabulary == reference.vocabulary)
    }

    @Test(arguments: [("I64", 8), ("I32", 4), ("I16", 2), ("I8", 1), ("U8", 1), ("U32", 4)])
    func `Any type of whole numbers holds offsets`(type: String, width: Int) throws {
        let offsets = (0..<12).map { $0 + 1 }
        let folders = try head("plain") { tensors in
            tensors.removeAll { $0.name == "d2t" }
            tensors.append(self.integers(offsets, type: type, bytes: width))
        }
        #expect(try folders.trainable().vocabulary == (0..<12).map { 2 * $0 + 1 })
    }

    @Test
    func `Numbers with points hold no offsets`() throws {
        let folders = try head("plain") { tensors in
            tensors.removeAll { $0.name == "d2t" }
            tensors.append(StoredTensor("d2t", shape: [12], [Float](repeating: 0, count: 12)))
        }
        #expect(
            try folders.refusal { _ = try $0.open() } == "HEAD: tensor 'd2t' must hold integers, not F32")
    }

    @Test
    func `A map that was never stored is told of, and so is a table of the head's own`() throws {
        func remarks(_ folders: HeadFolders) throws -> [String] {
            try folders.open().policy().remarks.map {
                $0.replacingOccurrences(of: folders.head.path, with: "HEAD")
                    .replacingOccurrences(of: folders.target.path, with: "TARGET")
            }
        }
        #expect(try remarks(head("plain")).isEmpty)
        let unmapped = try head("plain") { tensors in
            tensors.removeAll { $0.name == "d2t" }
            tensors.append(self.integers([Int](repeating: 0, count: 12), type: "I64", bytes: 8))
        }
        #expect(
            try remarks(unmapped) == [
                "HEAD: every offset in 'd2t' is 0, so that the head proposes the first 12 tokens of 40: its map was "
                    + "probably never stored"
            ])
        #expect(
            try remarks(head("speculators' defaults")) == [
                "HEAD: the head's 'embed_tokens.weight' differs from the embedding table of TARGET; the head's is used, "
                    + "and engines that share the target's would draft otherwise"
            ])
    }

    @Test
    func `Heads of other kinds are named`() throws {
        func refusal(_ name: String) throws -> String {
            try head("plain") { $0 = [StoredTensor(name, shape: [2, 2], [0, 0, 0, 0])] }.refusal { _ = try $0.open() }
        }
        #expect(
            try refusal("fc.weight")
                == "HEAD/model.safetensors: tensor 'fc.weight' has shape [2, 2], and the configuration asks for [16, 32]"
        )
        #expect(
            try refusal("0.0.linear.weight")
                == "HEAD: holds Medusa heads ('0.0.linear.weight'), which draft policy 'medusa' reads")
    }

    @Test
    func `An EAGLE-1 head is stored as one, and trains with its target's output rows`() throws {
        let folders = try ReferenceHead.named("EAGLE-1 with a bias").folders()
        let exported = try folders.exported(in: .safeail)
        #expect(
            try exported.tensors().keys.sorted()
                == ReferenceHead.named("EAGLE-1 with a bias").tensors.map(\.name).sorted()
        )
        #expect(try exported.configuration()["bias"] == .bool(true))
        #expect(try exported.configuration()["draft_vocab_size"] == nil)
        #expect(try folders.trainable().parameters["lm_head.weight"] == nil)
        #expect(
            try folders.refusal { _ = try $0.exported(in: .speculators) }
                == "HEAD: cannot be stored in layout 'speculators': it holds EAGLE-3 heads, and this is an EAGLE-1 head"
        )
    }
}
