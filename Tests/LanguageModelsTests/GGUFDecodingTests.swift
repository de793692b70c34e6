import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Tensors
import Testing

/// Numbers of GGUF files are to the bit those of the reference (`Resources/gguf/make.py`).
struct GGUFDecodingTests {
    private static let types: [(name: String, code: UInt32, blockNumbers: Int)] = [
        ("Q4_0", 2, 32), ("Q4_1", 3, 32), ("Q5_0", 6, 32), ("Q5_1", 7, 32), ("Q8_0", 8, 32), ("Q2_K", 10, 256),
        ("Q3_K", 11, 256), ("Q4_K", 12, 256), ("Q5_K", 13, 256), ("Q6_K", 14, 256), ("IQ4_NL", 20, 32),
        ("IQ4_XS", 23, 256), ("MXFP4", 39, 32),
    ]

    private func golden() throws -> SafetensorsFile {
        let file = try #require(Bundle.module.url(forResource: "Resources/gguf/blocks", withExtension: "safetensors"))
        return try SafetensorsFile(contentsOf: file)
    }

    @Test(arguments: types.indices)
    func `Every number of a block is the reference's`(_ index: Int) throws {
        let (name, code, blockNumbers) = Self.types[index]
        let golden = try golden()
        let blocks = try #require(golden.entries.first { $0.name == "\(name).blocks" })
        let numbers = try #require(golden.entries.first { $0.name == "\(name).numbers" })
        let raw = golden.bytes(of: blocks)
        let expected = WeightMatrix(bytes: golden.bytes(of: numbers), format: .float32, rows: 1, columns: numbers.count)

        // Through a file, so that its tables of sizes are tested too.
        var file = GGUFBytes(tensors: 1, entries: 0)
        file.tensor("t", [UInt64(blockNumbers), UInt64(blocks.shape[0])], type: code, offset: 0)
        file.pad(to: 32)
        file.raw(raw)
        let folder = try TemporaryFolder()
        let url = folder.file("t.gguf")
        try file.bytes.write(to: url)
        let opened = try GGUFFile(contentsOf: url)
        #expect(opened.tensors[0].type.name == name)
        #expect(try opened.numbers(of: opened.tensors[0]).map(\.bitPattern) == expected.widened().map(\.bitPattern))
    }

    @Test
    func `Types that are no blocks are widened`() throws {
        var file = GGUFBytes(tensors: 1, entries: 0)
        file.tensor("t", [2], type: 30, offset: 0)
        file.pad(to: 32)
        file.raw([0x80, 0x3F, 0x00, 0xC0])
        let folder = try TemporaryFolder()
        let url = folder.file("t.gguf")
        try file.bytes.write(to: url)
        let opened = try GGUFFile(contentsOf: url)
        #expect(try opened.numbers(of: opened.tensors[0]) == [1, -2])
    }

    @Test
    func `A type whose size alone is known is described, and refused when its numbers are asked for`() throws {
        var file = GGUFBytes(tensors: 2, entries: 0)
        file.tensor("t", [256, 2], type: 16, offset: 0)
        file.tensor("u", [256], type: 34, offset: 160)
        file.pad(to: 32)
        file.raw([UInt8](repeating: 0, count: 160 + 54))
        let folder = try TemporaryFolder()
        let url = folder.file("t.gguf")
        try file.bytes.write(to: url)
        let opened = try GGUFFile(contentsOf: url)
        #expect(opened.tensors.map(\.range.count) == [132, 54])
        let error = #expect(throws: ModelError.self) { try opened.numbers(of: opened.tensors[1]) }
        #expect(
            error?.description.hasSuffix(
                "t.gguf: tensor 'u' is of type TQ1_0, which is not read (read: F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, "
                    + "Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL, IQ4_XS, MXFP4)") == true)
    }
}
