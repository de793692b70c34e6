import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// The container of GGUF files: what is in it, and nothing that is not.
struct GGUFFileTests {
    /// A sound file: two entries, a list, a tensor of single precision and one of blocks.
    private static let sound: Data = {
        var file = GGUFBytes(tensors: 2, entries: 4)
        file.entry("general.architecture", "llama")
        file.entry("general.alignment", 64)
        file.entry("tokenizer.ggml.tokens", ["<s>", "a", "é"])
        file.text("llama.rope.scale")
        file.number(UInt32(6))
        file.number(Float(0.5).bitPattern)
        file.tensor("output_norm.weight", [4], type: 0, offset: 0)
        file.tensor("blk.0.attn_q.weight", [64, 2], type: 8, offset: 64)
        file.pad(to: 64)
        file.raw((0..<16).map { UInt8($0) })
        file.pad(to: 64)
        file.raw((0..<136).map { UInt8($0) })
        return file.bytes
    }()

    private func open(_ bytes: Data) throws -> GGUFFile {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("m.gguf")
        try bytes.write(to: url)
        return try GGUFFile(contentsOf: url)
    }

    /// What opening some bytes complains about, the file's path left out.
    private func complaint(about bytes: Data) -> String {
        let error = #expect(throws: ModelError.self) { try open(bytes) }
        return String(error?.description.split(separator: ".gguf: ", maxSplits: 1).last ?? "")
    }

    @Test
    func `Metadata, tensors and their bytes are those of the file`() throws {
        let file = try open(Self.sound)
        #expect(
            file.keys == ["general.architecture", "general.alignment", "tokenizer.ggml.tokens", "llama.rope.scale"])
        #expect(file["general.architecture"]?.text == "llama")
        #expect(file["general.alignment"]?.integer == 64)
        #expect(file["llama.rope.scale"]?.number == 0.5)
        guard case .list(let tokens) = file["tokenizer.ggml.tokens"] else {
            Issue.record("no list")
            return
        }
        #expect(tokens.texts == ["<s>", "a", "é"])
        #expect(tokens.integers == nil)
        #expect(file.tensors.map(\.name) == ["output_norm.weight", "blk.0.attn_q.weight"])
        #expect(file.tensors.map(\.shape) == [[4], [2, 64]])
        #expect(file.tensors.map(\.type.name) == ["F32", "Q8_0"])
        #expect(Array(file.bytes(of: file.tensors[0])) == (0..<16).map { UInt8($0) })
        #expect(Array(file.bytes(of: file.tensors[1])) == (0..<136).map { UInt8($0) })
        #expect(file["general.name"] == nil)
    }

    @Test
    func `A file cut anywhere is refused`() {
        for count in 0..<Self.sound.count {
            #expect(throws: ModelError.self, "cut to \(count) bytes") { try open(Self.sound.prefix(count)) }
        }
    }

    @Test
    func `Whatever single byte is changed, the file opens or is refused in a sentence`() {
        for place in 0..<Self.sound.count - 200 {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var bytes = Self.sound
                bytes[place] = value
                do {
                    let file = try open(bytes)
                    for tensor in file.tensors { _ = file.bytes(of: tensor) }
                    for key in file.keys {
                        if case .list(let list) = file[key] { _ = (list.texts, list.integers, list.numbers) }
                    }
                } catch { #expect(error is ModelError) }
            }
        }
    }

    private static func file(_ write: (inout GGUFBytes) -> Void, tensors: UInt64 = 0, entries: UInt64 = 1) -> Data {
        var file = GGUFBytes(tensors: tensors, entries: entries)
        write(&file)
        file.raw([UInt8](repeating: 0, count: 200))
        return file.bytes
    }

    static let wrong: [(Data, String)] = [
        (Data("GGML and some more bytes".utf8), "is no GGUF file: it is text"),
        (GGUFBytes(version: 4, tensors: 0, entries: 0).bytes, "is of GGUF version 4, and versions 2 and 3 are read"),
        (GGUFBytes(version: 1, tensors: 0, entries: 0).bytes, "is of GGUF version 1, and versions 2 and 3 are read"),
        (
            GGUFBytes(version: 3 << 24, tensors: 0, entries: 0).bytes,
            "is a big-endian GGUF file, and only little-endian ones are read"
        ),
        (
            GGUFBytes(tensors: 1 << 60, entries: 0).bytes,
            "is truncated or damaged: it claims 1152921504606846976 tensors and 0 metadata entries, and 0 bytes follow"
        ),
        (
            file(
                {
                    $0.entry("a", 1)
                    $0.entry("a", 2)
                }, entries: 2), "repeats the metadata entry 'a'"
        ),
        (
            file {
                $0.text("a")
                $0.number(UInt32(13))
            }, "metadata entry 'a' is of type 13, and GGUF's types are 0 to 12"
        ),
        (
            file {
                $0.text("a")
                $0.number(UInt32(7))
                $0.number(UInt8(2))
            }, "metadata entry 'a' must be true or false (1 or 0), not 2"
        ),
        (
            file {
                $0.text("a")
                $0.number(UInt32(9))
                $0.number(UInt32(9))
            }, "metadata entry 'a' is a list of lists, which no model's metadata has"
        ),
        (
            file {
                $0.text("a")
                $0.number(UInt32(9))
                $0.number(UInt32(4))
                $0.number(UInt64(1) << 62)
            },
            "is truncated or damaged: metadata entry 'a' claims 4611686018427387904 elements, and 200 bytes follow"
        ),
        (
            file({ $0.tensor("t", [32], type: 77, offset: 0) }, tensors: 1, entries: 0),
            "tensor 't' is of type number 77, whose size nobody knows here"
        ),
        (
            file({ $0.tensor("t", [48], type: 2, offset: 0) }, tensors: 1, entries: 0),
            "tensor 't' has rows of 48 numbers, and Q4_0 stores blocks of 32"
        ),
        (
            file({ $0.tensor("t", [4, 4, 4, 4, 4], type: 0, offset: 0) }, tensors: 1, entries: 0),
            "tensor 't' has 5 dimensions, and GGUF tensors have 1 to 4"
        ),
        (
            file({ $0.tensor("t", [4], type: 0, offset: 8) }, tensors: 1, entries: 0),
            "tensor 't' begins at 8, which is no multiple of the alignment 32"
        ),
        (
            file({ $0.tensor("t", [1 << 40, 1 << 40], type: 0, offset: 0) }, tensors: 1, entries: 0),
            "tensor 't' of shape [1099511627776, 1099511627776] is larger than any file"
        ),
        (
            file(
                {
                    $0.tensor("t", [4], type: 0, offset: 0)
                    $0.tensor("t", [4], type: 0, offset: 32)
                }, tensors: 2, entries: 0), "holds tensor 't' twice"
        ),
        (
            file(
                {
                    $0.tensor("t", [16], type: 0, offset: 0)
                    $0.tensor("u", [4], type: 0, offset: 32)
                }, tensors: 2, entries: 0), "tensors 't' and 'u' overlap"
        ),
    ]

    @Test(arguments: wrong.indices)
    func `What a file says wrongly is named`(_ index: Int) {
        let (bytes, expected) = Self.wrong[index]
        #expect(complaint(about: bytes) == expected)
    }
}
