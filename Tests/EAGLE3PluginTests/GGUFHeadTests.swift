import EAGLE3Plugin
import Foundation
import LanguageModels
import ModelTestKit
import Tensors
import Testing
import Training

/// A head as llama.cpp reads it: names, shapes, order of rows and the map.
struct GGUFHeadTests {
    private func file(_ name: String, _ layout: DraftLayout = .gguf) throws -> GGUFFile {
        let exported = try ReferenceHead.named(name).folders().exported(in: layout)
        return try GGUFFile(contentsOf: exported.head.file("eagle3.gguf"))
    }

    private func numbers(_ name: String, of file: GGUFFile) throws -> [Float] {
        try file.numbers(of: try #require(file.tensors.first { $0.name == name }))
    }

    @Test
    func `Tensors have llama.cpp's names and shapes`() throws {
        let file = try file("norm_before_fc in a flat file")
        let expected: [String: [Int]] = [
            "fc.weight": [16, 48], "enc.output_norm.weight": [48], "output_norm.weight": [16],
            "output.weight": [12, 16], "blk.0.attn_norm.weight": [16], "blk.0.attn_norm_2.weight": [16],
            "blk.0.attn_q.weight": [16, 32], "blk.0.attn_k.weight": [8, 32], "blk.0.attn_v.weight": [8, 32],
            "blk.0.attn_output.weight": [16, 16], "blk.0.ffn_norm.weight": [16], "blk.0.ffn_gate.weight": [24, 16],
            "blk.0.ffn_up.weight": [24, 16], "blk.0.ffn_down.weight": [16, 24], "d2t": [12],
        ]
        #expect(Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.shape) }) == expected)
        #expect(file["general.architecture"]?.text == "eagle3")
        #expect(
            file["eagle3.norm_before_fc"] == .boolean(true) && file["eagle3.norm_before_residual"] == .boolean(true))
        #expect(file["eagle3.target_hidden_size"]?.integer == 16 && file["eagle3.vocab_size"]?.integer == 40)
        guard case .list(let layers) = file["eagle3.target_layers"] else {
            throw ModelError("target_layers", "missing")
        }
        #expect(layers.integers == [2, 4, 5])
    }

    @Test
    func `Rows that turn against each other follow each other, and the map holds tokens`() throws {
        let file = try file("plain")
        let (original, width) = (ReferenceHead.numbers("midlayer.self_attn.k_proj.weight", 8 * 32), 32)
        let stored = try numbers("blk.0.attn_k.weight", of: file)
        // Two heads of four columns each: 0 and 2 turn against each other, and 1 and 3.
        for (row, source) in [0, 2, 1, 3, 4, 6, 5, 7].enumerated() {
            #expect(
                Array(stored[row * width..<(row + 1) * width])
                    == Array(original[source * width..<(source + 1) * width]))
        }
        #expect(
            try numbers("blk.0.attn_v.weight", of: file)
                == ReferenceHead.numbers("midlayer.self_attn.v_proj.weight", 8 * 32))
        let map = try #require(file.tensors.first { $0.name == "d2t" })
        #expect(map.type.name == "I64")
        let tokens: [Int] = file.bytes(of: map).withUnsafeBytes { bytes in
            (0..<12).map { Int(bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self)) }
        }
        let expected: [Int] = (0..<12).map { 2 * $0 + 1 }
        #expect(tokens == expected)
    }

    @Test
    func `The embedding table is left out, unless it is asked for or the head's own`() throws {
        func hasTable(_ file: GGUFFile) -> Bool { file.tensors.contains { $0.name == "token_embd.weight" } }
        #expect(try !hasTable(file("plain")))
        #expect(try hasTable(file("plain", .ggufWithEmbedding)))
        #expect(try hasTable(file("a width of its own")))
    }

    @Test
    func `Llama 3's rotation is stored as divisors and read back to the same frequencies`() throws {
        var tiny = TinyEAGLE3()
        tiny.extra["rope_scaling"] = #"""
            {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4,
             "original_max_position_embeddings": 32}
            """#
        let exported = try tiny.folders().exported(in: .gguf)
        let file = try GGUFFile(contentsOf: exported.head.file("eagle3.gguf"))
        #expect(try numbers("rope_freqs.weight", of: file).contains { $0 > 1 })
        _ = try exported.open()
    }

    @Test(arguments: [
        ("fc_norm", "llama.cpp knows no fc_norm"), ("norm_output of speculators", "llama.cpp knows no norm_output"),
        ("sliding window", "llama.cpp knows no sliding_window in heads"),
        ("two taps", "llama.cpp reads three layers, and the head reads 2"),
        ("dynamic", "llama.cpp knows no rope type 'dynamic'"),
    ])
    func `What llama.cpp would compute otherwise is refused by name`(name: String, reason: String) throws {
        let refusal = try ReferenceHead.named(name).folders().refusal { _ = try $0.exported(in: .gguf) }
        #expect(refusal == "HEAD: cannot be stored in layout 'gguf': \(reason)")
    }

    @Test
    func `A file of another architecture is named`() throws {
        let folders = try ReferenceHead.named("plain").folders()
        var bytes = GGUFBytes(tensors: 0, entries: 1)
        bytes.entry("general.architecture", "llama")
        bytes.pad(to: 32)
        try folders.head.write(bytes.bytes, to: "eagle3.gguf")
        #expect(
            try folders.refusal { _ = try $0.open() }
                == "HEAD/eagle3.gguf: is of architecture 'llama', and a head is of 'eagle3'")
    }
}
