public import Foundation
import Speculation

/// The GGUF files of one model: a single one, or all parts of a split one, each mapped.
///
/// A split model's parts are named `NAME-00001-of-00003.gguf` and so on; the first alone holds the metadata, and opening it
/// opens all.
public struct GGUFModelFiles: Sendable {
    /// The files in the order of their numbers; those after the first hold tensors alone.
    public let parts: [GGUFFile]

    private let places: [String: Place]

    private struct Place: Sendable {
        let part: Int
        let tensor: GGUFTensor
    }

    /// Opens a model's files.
    ///
    /// - Parameter url: A file that is whole, or the first part of several.
    /// - Throws: ``ModelError`` if a file cannot be read or is damaged, a later part is given, or a part is missing, of another
    ///   split, or holds a tensor that another holds.
    public init(contentsOf url: URL) throws {
        let first = try GGUFFile(contentsOf: url)
        guard let split = try GGUFSplit(first) else {
            try self.init([first])
            return
        }
        let name = GGUFPartName(url.lastPathComponent)
        guard split.number == 1 else {
            let whole = name.map { $0.part(1).description } ?? "the first part"
            throw ModelError(first.path, "is part \(split.number) of \(split.count) of a model: open \(whole)")
        }
        guard let name, name.number == 1 else {
            throw ModelError(
                first.path,
                "is part 1 of \(split.count) of a model, and its name must end in '\(GGUFPartName.ending(of: split.count))' for the "
                    + "others to be found")
        }
        guard name.count == split.count else {
            throw ModelError(
                first.path, "metadata entry 'split.count' is \(split.count), and the file's name says \(name.count)")
        }
        var parts = [first]
        // No more files are opened than there are, whatever is claimed.
        for number in 2...split.count {
            let part = try Self.part(name.part(number), of: split, beside: url)
            try Self.compareAlignments(first, part)
            parts.append(part)
        }
        let found = parts.reduce(0) { $0 + $1.tensors.count }
        guard found == split.tensorCount else {
            throw ModelError(
                first.path,
                "metadata entry 'split.tensors.count' is \(split.tensorCount), and the \(split.count) parts hold "
                    + "\(found)")
        }
        try self.init(parts)
    }

    private init(_ parts: [GGUFFile]) throws(ModelError) {
        var places: [String: Place] = [:]
        for (number, part) in parts.enumerated() {
            for tensor in part.tensors {
                if let other = places.updateValue(Place(part: number, tensor: tensor), forKey: tensor.name) {
                    throw ModelError(part.path, "holds tensor '\(tensor.name)', as \(parts[other.part].path) does")
                }
            }
        }
        (self.parts, self.places) = (parts, places)
    }

    /// Opens a later part, and compares what it says of the split with what the first says.
    private static func part(_ name: GGUFPartName, of split: GGUFSplit, beside first: URL) throws -> GGUFFile {
        let url = first.deletingLastPathComponent().appendingPathComponent(name.description)
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw ModelError(first.path, "is part 1 of \(split.count) of a model, and \(name) is missing")
        }
        let file = try GGUFFile(contentsOf: url)
        guard let own = try GGUFSplit(file) else {
            throw ModelError(url.path, "is no part of a model, and \(first.lastPathComponent) takes it for one")
        }
        guard own.number == name.number else {
            throw ModelError(
                url.path,
                "metadata entry 'split.no' is \(own.number - 1), and the file's name asks for \(name.number - 1)")
        }
        guard own.count == split.count, own.tensorCount == split.tensorCount else {
            throw ModelError(
                url.path,
                "belongs to another model than \(first.lastPathComponent): it is of \(own.count) parts with "
                    + "\(own.tensorCount.counting("tensor")), that one of \(split.count) with \(split.tensorCount)")
        }
        return file
    }

    /// Refuses parts that are aligned in different ways.
    ///
    /// gguf-py 0.19 and llama.cpp's gguf-split state an alignment other than 32 in the first part alone, and place tensors of
    /// one part or the other by what they do not state: numbers would be read beside where they lie, without a word.
    private static func compareAlignments(_ first: GGUFFile, _ part: GGUFFile) throws(ModelError) {
        guard part.alignment != first.alignment else { return }
        throw ModelError(
            part.path,
            "places tensors at multiples of \(part.alignment) bytes, and the first part at multiples of "
                + "\(first.alignment) ('general.alignment'): files that were split so are damaged, so split the model anew "
                + "with the usual alignment of 32")
    }

    /// The file with the metadata.
    public var metadata: GGUFFile { parts[0] }

    /// The first file's path, for messages.
    public var path: String { metadata.path }

    /// The tensors of all files in their order.
    public var tensors: [GGUFTensor] { parts.flatMap(\.tensors) }

    /// What is declared of a tensor; nil if there is none of that name.
    public func tensor(_ name: String) -> GGUFTensor? { places[name]?.tensor }

    /// The bytes of a tensor, a slice of its mapped file; nil if there is none of that name.
    public func bytes(of name: String) -> Data? {
        places[name].map { parts[$0.part].bytes(of: $0.tensor) }
    }

    /// The numbers of a tensor in single precision; nil if there is none of that name.
    ///
    /// - Parameter name: The tensor's name.
    /// - Returns: Row-major.
    /// - Throws: ``ModelError`` if they are of a type that is not read.
    public func numbers(of name: String) throws(ModelError) -> [Float]? {
        guard let place = places[name] else { return nil }
        return try parts[place.part].numbers(of: place.tensor)
    }

    /// The file that holds a tensor, for messages; the first if there is none of that name.
    public func path(of name: String) -> String { parts[places[name]?.part ?? 0].path }
}
