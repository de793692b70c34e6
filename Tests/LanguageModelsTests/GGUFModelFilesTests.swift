import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// A model in one file or in several.
struct GGUFModelFilesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What a part is made of; three sound ones hold a, b and c, whose numbers are 0, 1 and 2.
    private struct Part {
        var number: UInt16
        var count: UInt16 = 3
        var total: Int32 = 3
        var names: [String]
    }

    private static let sound = [
        Part(number: 0, names: ["a"]), Part(number: 1, names: ["b"]), Part(number: 2, names: ["c"]),
    ]

    private func bytes(_ part: Part) -> Data {
        var file = GGUFBytes(tensors: UInt64(part.names.count), entries: part.number == 0 ? 4 : 3)
        if part.number == 0 { file.entry("general.architecture", "llama") }
        file.split(part.number, of: part.count, tensors: part.total)
        for (place, name) in part.names.enumerated() {
            file.tensor(name, [2], type: 0, offset: 32 * UInt64(place))
        }
        for _ in part.names {
            file.pad(to: 32)
            file.number(Float(part.number).bitPattern)
            file.number(Float(part.number).bitPattern)
        }
        return file.bytes
    }

    /// Writes parts under the names of a model of three.
    private func write(_ parts: [Part?]) throws -> URL {
        for (index, part) in parts.enumerated() {
            if let part { try folder.write(bytes(part), to: "m-0000\(index + 1)-of-00003.gguf") }
        }
        return folder.file("m-00001-of-00003.gguf")
    }

    private func complaint(_ url: URL) -> String {
        let error = #expect(throws: ModelError.self) { try GGUFModelFiles(contentsOf: url) }
        return (error?.description ?? "").replacing(folder.path + "/", with: "")
    }

    @Test
    func `The first part opens all, and tensors are found in any`() throws {
        let files = try GGUFModelFiles(contentsOf: write(Self.sound))
        #expect(files.parts.count == 3)
        #expect(files.tensors.map(\.name) == ["a", "b", "c"])
        #expect(try ["a", "b", "c", "d"].map { try files.numbers(of: $0) } == [[0, 0], [1, 1], [2, 2], nil])
        #expect(files.tensor("b")?.shape == [2])
        #expect(files.bytes(of: "c")?.count == 8)
        #expect(files.path(of: "c").hasSuffix("m-00003-of-00003.gguf"))
        #expect(files.metadata["general.architecture"]?.text == "llama")
    }

    @Test
    func `A file that is whole stands alone, whatever its name`() throws {
        var file = GGUFBytes(tensors: 0, entries: 1)
        file.entry("split.count", type: 2, UInt16(1))
        try folder.write(file.bytes, to: "m-00001-of-00002.gguf")
        #expect(try GGUFModelFiles(contentsOf: folder.file("m-00001-of-00002.gguf")).parts.count == 1)
    }

    @Test
    func `A later part is answered with the first one's name`() throws {
        _ = try write(Self.sound)
        #expect(
            complaint(folder.file("m-00002-of-00003.gguf"))
                == "m-00002-of-00003.gguf: is part 2 of 3 of a model: open m-00001-of-00003.gguf")
        try folder.write(bytes(Self.sound[1]), to: "renamed.gguf")
        #expect(
            complaint(folder.file("renamed.gguf")) == "renamed.gguf: is part 2 of 3 of a model: open the first part")
    }

    @Test
    func `A first part whose name leads to no other is told what it must be called`() throws {
        try folder.write(bytes(Self.sound[0]), to: "renamed.gguf")
        #expect(
            complaint(folder.file("renamed.gguf"))
                == "renamed.gguf: is part 1 of 3 of a model, and its name must end in '-00001-of-00003.gguf' for the "
                + "others to be found")
    }

    @Test
    func `A part that is missing is named`() throws {
        #expect(
            complaint(try write([Self.sound[0], Self.sound[1], nil]))
                == "m-00001-of-00003.gguf: is part 1 of 3 of a model, and m-00003-of-00003.gguf is missing")
    }

    @Test
    func `Counts that disagree are named`() throws {
        var parts = Self.sound
        parts[0].count = 60_000
        #expect(
            complaint(try write(parts))
                == "m-00001-of-00003.gguf: metadata entry 'split.count' is 60000, and the file's name says 3")
        parts = Self.sound
        for part in parts.indices { parts[part].total = 7 }
        #expect(
            complaint(try write(parts))
                == "m-00001-of-00003.gguf: metadata entry 'split.tensors.count' is 7, and the 3 parts hold 3")
        for part in parts.indices { parts[part].total = -1 }
        #expect(
            complaint(try write(parts))
                == "m-00001-of-00003.gguf: metadata entry 'split.tensors.count' must be a whole number from 0 to "
                + "2147483648, not -1")
        parts = Self.sound
        parts[0].number = 3
        #expect(
            complaint(try write(parts))
                == "m-00001-of-00003.gguf: metadata entry 'split.no' is 3, and its parts are counted from 0 to 2")
    }

    @Test
    func `A part of another split is named`() throws {
        var parts = Self.sound
        parts[1].count = 4
        #expect(
            complaint(try write(parts))
                == "m-00002-of-00003.gguf: belongs to another model than m-00001-of-00003.gguf: it is of 4 parts with 3 "
                + "tensors, that one of 3 with 3")
        parts = Self.sound
        parts[1].number = 2
        #expect(
            complaint(try write(parts))
                == "m-00002-of-00003.gguf: metadata entry 'split.no' is 2, and the file's name asks for 1")
        _ = try write(Self.sound)
        var whole = GGUFBytes(tensors: 0, entries: 1)
        whole.entry("general.architecture", "llama")
        try folder.write(whole.bytes, to: "m-00002-of-00003.gguf")
        #expect(
            complaint(folder.file("m-00001-of-00003.gguf"))
                == "m-00002-of-00003.gguf: is no part of a model, and m-00001-of-00003.gguf takes it for one")
    }

    @Test
    func `A tensor in two parts is named`() throws {
        var parts = Self.sound
        parts[2].names = ["a"]
        #expect(
            complaint(try write(parts)) == "m-00003-of-00003.gguf: holds tensor 'a', as m-00001-of-00003.gguf does")
    }

    @Test
    func `Parts of different alignments are refused, as what writes them misplaces tensors`() throws {
        let url = try write(Self.sound)
        var first = GGUFBytes(tensors: 1, entries: 4)
        first.entry("general.alignment", 64)
        first.split(0, of: 3, tensors: 3)
        first.tensor("a", [2], type: 0, offset: 0)
        first.pad(to: 64)
        first.raw([UInt8](repeating: 0, count: 8))
        try folder.write(first.bytes, to: "m-00001-of-00003.gguf")
        #expect(
            complaint(url).hasPrefix(
                "m-00002-of-00003.gguf: places tensors at multiples of 32 bytes, and the first part at multiples of 64 "
            ))
    }

    @Test
    func `A damaged part is named`() throws {
        let url = try write(Self.sound)
        try folder.write(bytes(Self.sound[1]).prefix(40), to: "m-00002-of-00003.gguf")
        #expect(complaint(url).hasPrefix("m-00002-of-00003.gguf: is truncated or damaged: "))
    }
}
