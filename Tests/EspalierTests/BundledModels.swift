import DemoModel
import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// The bundled models, to be run as they are or broken in one place.
enum BundledModels {
    static func folder(_ name: String) throws -> URL { try #require(try BundledFiles.model(name)) }

    /// A folder whose files are those of a bundled model until a test replaces them.
    static func copy(of name: String) throws -> TemporaryFolder {
        let source = try folder(name)
        let copy = try TemporaryFolder(linkingFilesOf: source)
        // The target's folder holds its heads': a model folder has no folders.
        for head in ["eagle3", "eagle3-gto", "medusa"] { try copy.remove(head) }
        return copy
    }

    /// The folder with `config.json` written differently in one part, which must occur.
    static func copy(of name: String, replacing part: String, by other: String) throws -> TemporaryFolder {
        let copy = try copy(of: name)
        let text = try String(contentsOf: copy.file("config.json"), encoding: .utf8)
        try #require(text.contains(part))
        try copy.write(text.replacingOccurrences(of: part, with: other), to: "config.json")
        return copy
    }

    /// The folder with another header of `model.safetensors`.
    static func copy(of name: String, header part: String, by other: String) throws -> TemporaryFolder {
        let copy = try copy(of: name)
        let file = try SafetensorsBytes(contentsOf: copy.file("model.safetensors"))
        try #require(file.header.contains(part))
        try copy.write(file.replacing(part, by: other).data, to: "model.safetensors")
        return copy
    }
}

extension BundledModels {
    /// Makes the first number of a bfloat16 tensor NaN.
    static func spoil(_ tensor: String, in folder: TemporaryFolder) throws {
        try change(tensor, to: 0x7FC0, in: folder)
    }

    /// Makes the first number of a bfloat16 tensor 131072, which no half can hold.
    static func enlarge(_ tensor: String, in folder: TemporaryFolder) throws {
        try change(tensor, to: 0x4800, in: folder)
    }

    /// Makes the first number of a bfloat16 tensor nearly the largest that a single can hold.
    static func inflate(_ tensor: String, in folder: TemporaryFolder) throws {
        try change(tensor, to: 0x7F7F, in: folder)
    }

    /// Makes every number of a bfloat16 tensor a millionth, so that hardly a gradient passes it.
    static func fade(_ tensor: String, in folder: TemporaryFolder) throws {
        try change(tensor, most: .max, to: 0x3586, in: folder)
    }

    /// Sets the first numbers of a tensor of 16 bits, `most` of them.
    private static func change(
        _ tensor: String, most: Int = 1, to bits: UInt16, in folder: TemporaryFolder
    ) throws {
        let url = folder.file("model.safetensors")
        let entry = try #require(try SafetensorsFile(contentsOf: url).entries.first { $0.name == tensor })
        var file = try SafetensorsBytes(contentsOf: url)
        for place in stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: 2).prefix(most) {
            file.numbers[place] = UInt8(bits & 0xFF)
            file.numbers[place + 1] = UInt8(bits >> 8)
        }
        try folder.write(file.data, to: "model.safetensors")
    }
}
