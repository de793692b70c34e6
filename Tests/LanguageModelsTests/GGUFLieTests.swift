import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// Numbers of a GGUF file that are not true: none is believed, and none makes memory be reserved.
struct GGUFLieTests {
    private func open(_ write: (inout GGUFBytes) -> Void, tensors: UInt64, entries: UInt64) throws -> GGUFFile {
        var file = GGUFBytes(tensors: tensors, entries: entries)
        write(&file)
        file.pad(to: 4096)
        file.raw([UInt8](repeating: 0, count: 512))
        let folder = try TemporaryFolder()
        let url = folder.file("m.gguf")
        try file.bytes.write(to: url)
        return try GGUFFile(contentsOf: url)
    }

    private func complaint(
        tensors: UInt64 = 0, entries: UInt64 = 1, _ write: (inout GGUFBytes) -> Void = { _ in }
    ) -> String {
        let error = #expect(throws: ModelError.self) { try open(write, tensors: tensors, entries: entries) }
        return String(error?.description.split(separator: ".gguf: ", maxSplits: 1).last ?? "")
    }

    /// Large, negative when read as signed, and such that a product with a size wraps around to something small.
    static let large: [UInt64] = [1 << 40, 1 << 61, .max / 14 + 1, .max / 25 + 1, 1 << 63, .max - 7, .max]

    @Test(arguments: large)
    func `Counts are compared with the bytes that follow`(_ count: UInt64) {
        #expect(complaint(tensors: count, entries: 0).hasPrefix("is truncated or damaged: it claims \(count) tensors"))
        #expect(complaint(entries: count).hasPrefix("is truncated or damaged: it claims 0 tensors and \(count) "))
        #expect(complaint(tensors: count, entries: count).hasPrefix("is truncated or damaged: it claims"))
    }

    @Test(arguments: large)
    func `Lengths of keys, texts, lists and names are compared with the bytes that follow`(_ length: UInt64) {
        #expect(
            complaint { $0.number(length) }.hasPrefix(
                "is truncated or damaged: the key of metadata entry 0 takes \(length) bytes, and "))
        #expect(
            complaint { $0.entry("a", type: 8, length) }.hasPrefix(
                "is truncated or damaged: metadata entry 'a' takes \(length) bytes, and "))
        for type: UInt32 in [0, 4, 8, 12] {
            let list = complaint {
                $0.entry("a", type: 9, type)
                $0.number(length)
            }
            #expect(list.hasPrefix("is truncated or damaged: metadata entry 'a' claims \(length) elements, and "))
        }
        let element = complaint {
            $0.entry("a", type: 9, UInt32(8))
            $0.number(UInt64(2))
            $0.number(length)
        }
        #expect(element.hasPrefix("is truncated or damaged: metadata entry 'a' takes \(length) bytes, and "))
        #expect(
            complaint(tensors: 1, entries: 0) { $0.number(length) }.hasPrefix(
                "is truncated or damaged: the name of tensor 0 takes \(length) bytes, and "))
    }

    @Test(arguments: [0, 1 << 48, 1 << 63, .max])
    func `Impossible extents are named`(_ extent: UInt64) {
        #expect(
            complaint(tensors: 1, entries: 0) { $0.tensor("t", [extent], type: 0, offset: 0) }
                == "tensor 't' has an extent of \(extent)")
    }

    @Test
    func `Extents whose product wraps around are no small tensor`() {
        for extents: [UInt64] in [[1 << 32, 1 << 32], [1 << 31, 1 << 31, 4], [1 << 24, 1 << 24, 1 << 24]] {
            let text = complaint(tensors: 1, entries: 0) { $0.tensor("t", extents, type: 0, offset: 0) }
            #expect(text == "tensor 't' of shape \(Array(extents.reversed())) is larger than any file")
        }
    }

    @Test
    func `Offsets beyond the file, or beyond any file, are named`() {
        #expect(
            complaint(tensors: 1, entries: 0) { $0.tensor("t", [8], type: 0, offset: 1 << 63) }
                == "tensor 't' begins at 9223372036854775808, beyond the end of any file")
        #expect(
            complaint(tensors: 1, entries: 0) { $0.tensor("t", [8], type: 0, offset: .max - 31) }
                == "tensor 't' begins at 18446744073709551584, beyond the end of any file")
        #expect(
            complaint(tensors: 1, entries: 0) { $0.tensor("t", [8], type: 0, offset: 1 << 62) }.hasPrefix(
                "is truncated: tensor 't' ends 4611686018427387936 bytes into the tensors, and the file has "))
    }

    @Test(arguments: [0, 1 << 31, .max] as [UInt32])
    func `Dimensions are one to four`(_ dimensions: UInt32) {
        let text = complaint(tensors: 1, entries: 0) {
            $0.text("t")
            $0.number(dimensions)
        }
        #expect(text == "tensor 't' has \(dimensions) dimensions, and GGUF tensors have 1 to 4")
    }

    @Test
    func `Lists of types that nobody knows are named`() {
        let unknown = complaint {
            $0.entry("a", type: 9, UInt32(99))
            $0.number(UInt64(1))
        }
        #expect(unknown == "the elements of metadata entry 'a' is of type 99, and GGUF's types are 0 to 12")
    }

    @Test(arguments: [0, 1, 4, 12, 24, 1 << 21, UInt32.max])
    func `Alignments that are no power of two, or out of reason, are named`(_ alignment: UInt32) {
        #expect(
            complaint { $0.entry("general.alignment", alignment) }
                == "metadata entry 'general.alignment' must be a power of two from 8 to 1048576, not \(alignment)")
    }

    @Test
    func `An alignment is a whole number`() {
        let problem = "metadata entry 'general.alignment' must be a power of two from 8 to 1048576, not "
        #expect(complaint { $0.entry("general.alignment", "32") } == problem + "text")
        #expect(complaint { $0.entry("general.alignment", ["32"]) } == problem + "a list")
        #expect(complaint { $0.entry("general.alignment", type: 6, Float(32).bitPattern) } == problem + "32.0")
        #expect(complaint { $0.entry("general.alignment", type: 7, UInt8(1)) } == problem + "true")
        #expect(complaint { $0.entry("general.alignment", type: 5, Int32(-32)) } == problem + "-32")
    }

    @Test(arguments: [8, 16, 32, 64, 4096] as [UInt32])
    func `Tensors lie at multiples of the file's alignment`(_ alignment: UInt32) throws {
        var file = GGUFBytes(tensors: 2, entries: 1)
        file.entry("general.alignment", alignment)
        file.tensor("t", [2], type: 0, offset: 0)
        file.tensor("u", [2], type: 0, offset: UInt64(alignment))
        file.pad(to: Int(alignment))
        for number: Float in [1, 2] {
            file.number(number.bitPattern)
            file.number((-number).bitPattern)
            file.pad(to: Int(alignment))
        }
        let folder = try TemporaryFolder()
        let url = folder.file("m.gguf")
        try file.bytes.write(to: url)
        let opened = try GGUFFile(contentsOf: url)
        #expect(try opened.tensors.map { try opened.numbers(of: $0) } == [[1, -1], [2, -2]])
    }
}
