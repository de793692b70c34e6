import Foundation
import LanguageModels
import ModelTestKit
import Tensors
import Testing

/// A file whose header claims what its bytes do not hold is refused, with the claim.
struct SafetensorsFileTests {
    /// Two tensors, of 24 and 6 bytes.
    private static let sound = SafetensorsBytes([
        StoredTensor("a", shape: [2, 3], [1, 2, 3, 4, 5, 6]),
        StoredTensor("b", shape: [3], [1, 2, 3], asBfloat16: true),
    ])

    private func entries(_ data: Data) throws -> [TensorEntry] {
        let folder = try TemporaryFolder()
        return try SafetensorsFile(contentsOf: folder.write(data, to: "x.safetensors")).entries
    }

    /// What is wrong with a file, without its path.
    private func complaint(_ data: Data) throws -> String {
        let folder = try TemporaryFolder()
        let file = try folder.write(data, to: "x.safetensors")
        let error = #expect(throws: ModelError.self) { try SafetensorsFile(contentsOf: file) }
        let description = try #require(error).description
        #expect(description.hasPrefix(file.path + ": "))
        return String(description.dropFirst(file.path.count + 2))
    }

    @Test
    func `A sound file gives its tensors in the order of their bytes`() throws {
        let entries = try entries(Self.sound.data)
        #expect(entries.map(\.name) == ["a", "b"])
        #expect(entries.map(\.shape) == [[2, 3], [3]])
        #expect(entries.map(\.range) == [0..<24, 24..<30])
        #expect(entries.map(\.format) == [.float32, .bfloat16])
    }

    @Test
    func `Empty tensors, single numbers and odd headers are fine`() throws {
        var file = SafetensorsBytes([
            StoredTensor("empty", shape: [0, 4], []), StoredTensor("one", shape: [], [7]),
            StoredTensor("marks", type: "BOOL", shape: [3], bytes: Data([0, 1, 1])),
        ])
        for _ in 0..<8 {
            #expect(try entries(file.data).map(\.count) == [0, 1, 3])
            file.header += " "
        }
        #expect(try entries(SafetensorsBytes(header: "{}", numbers: Data()).data).isEmpty)
    }

    @Test
    func `A file cut anywhere is refused`() throws {
        let data = Self.sound.data
        for size in [0, 1, 7] {
            #expect(
                try complaint(data.prefix(size))
                    == "is no safetensors file: it has \(size) bytes, and the header's size takes 8")
        }
        for size in [8, 9, 40, 8 + Self.sound.header.utf8.count - 1] {
            let claim = "its header claims \(Self.sound.header.utf8.count) bytes, and \(size - 8) follow"
            #expect(try complaint(data.prefix(size)) == "is truncated or no safetensors file: \(claim)")
        }
        #expect(
            try complaint(data.prefix(data.count - 30))
                == "tensor 'a' ends at byte 24, and the file holds 0: it is truncated")
        #expect(
            try complaint(data.dropLast()) == "tensor 'b' ends at byte 30, and the file holds 29: it is truncated")
    }

    @Test(arguments: [UInt64.max, 1 << 63, 1 << 40, 100_000_001])
    func `A header of an impossible size is refused before it is read`(size: UInt64) throws {
        var file = Self.sound
        file.claimedHeaderSize = size
        #expect(try complaint(file.data).hasPrefix("is truncated or no safetensors file: its header claims \(size) "))
    }

    @Test(
        arguments: [
            ("[24,30]", "[24,29]", "tensor 'b' of shape [3] and dtype BF16 takes 6 bytes, and its offsets span 5"),
            ("[24,30]", "[30,24]", "tensor 'b' has data_offsets that are no range"),
            ("[24,30]", "[-6,0]", "tensor 'b' has data_offsets that are no range"),
            ("[24,30]", "[24]", "tensor 'b' lacks dtype, shape or data_offsets in the header"),
            ("[24,30]", "[24,9223372036854775807]", "tensor 'b' ends at byte 9223372036854775807, and the file holds"),
            ("[24,30]", "[24,1e99]", "tensor 'b' has data_offsets that are no range"),
            ("[24,30]", "[18,24]", "tensor 'b' overlaps the one before it: it starts at byte 18, expected 24"),
            ("[0,24]", "[6,30]", "tensor 'a' leaves a gap before it: it starts at byte 6, expected 0"),
            ("[2,3]", "[2,4]", "tensor 'a' of shape [2, 4] and dtype F32 takes 32 bytes, and its offsets span 24"),
            ("[2,3]", "[-2,-3]", "tensor 'a' has a shape that is not a list of sizes"),
            ("[2,3]", "[2,\"3\"]", "tensor 'a' has a shape that is not a list of sizes"),
            ("[2,3]", "6", "tensor 'a' lacks dtype, shape or data_offsets in the header"),
            ("[2,3]", "[4611686018427387904,4]", "tensor 'a' has an impossible shape"),
            ("[2,3]", "[9223372036854775807,9223372036854775807,0]", "tensor 'a' has an impossible shape"),
            ("\"BF16\"", "\"Q4_0\"", "tensor 'b' has the unknown dtype 'Q4_0'"),
            ("\"BF16\"", "\"F32\"", "tensor 'b' of shape [3] and dtype F32 takes 12 bytes, and its offsets span 6"),
            ("\"b\":", "\"a\":", "has a broken header: "), ("}}", "}", "has a broken header: "),
            ("{\"__", "[\"__", "has a broken header: "), (",\"b\"", ",\"b\\ud800\"", "has a broken header: "),
        ])
    func `A header that lies is refused`(part: String, other: String, expected: String) throws {
        let found = try complaint(Self.sound.replacing(part, by: other).data)
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test
    func `A header that is no object, or nests without end, is refused`() throws {
        for header in ["[]", "7", "\"a\"", "null"] {
            #expect(
                try complaint(SafetensorsBytes(header: header, numbers: Data()).data)
                    == "has a header that is no JSON object")
        }
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(
            try complaint(SafetensorsBytes(header: "{\"a\":\(deep)", numbers: Data()).data)
                .hasPrefix("has a broken header: "))
    }

    @Test
    func `Bytes that no tensor claims are refused`() throws {
        var file = Self.sound
        file.numbers.append(0)
        #expect(try complaint(file.data) == "holds 31 bytes of tensors, and its header describes 30")
    }

    @Test
    func `What cannot be read is refused with the system's reason`() throws {
        let folder = try TemporaryFolder()
        for (url, reason) in [(folder.url, "is a directory"), (folder.file("none"), "no such file or directory")] {
            let error = #expect(throws: ModelError.self) { try SafetensorsFile(contentsOf: url) }
            #expect(error?.description == "\(url.path): cannot be read: \(reason)")
        }
    }
}
