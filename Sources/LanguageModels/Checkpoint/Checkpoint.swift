public import Foundation
import JSON
public import Tensors

/// The tensors of a model: those of a folder's safetensors or PyTorch files; or those of GGUF files, by the names that a folder would
/// have.
public struct Checkpoint: Sendable {
    /// The folder or the first file, for messages.
    public let folder: URL

    private var files: [any TensorFile]
    private var places: [String: (file: Int, entry: TensorEntry)]
    private let naming: GGUFNaming?

    /// Makes up whatever is asked for, where there are no files.
    let random: RandomTensors?

    /// A checkpoint without files, which makes up each tensor that a ``TensorReader`` takes.
    ///
    /// - Parameters:
    ///   - name: What messages call it.
    ///   - random: How to make tensors up.
    public init(named name: String, random: RandomTensors) {
        folder = URL(fileURLWithPath: name)
        files = []
        places = [:]
        naming = nil
        self.random = random
    }

    /// The tensors of GGUF files.
    ///
    /// - Parameters:
    ///   - files: The files of one model, the first one first.
    ///   - naming: What their tensors are called here.
    /// - Throws: ``ModelError`` if they do not fit each other.
    init(_ files: [GGUFFile], _ naming: GGUFNaming) throws {
        folder = URL(fileURLWithPath: files.first?.path ?? "")
        random = nil
        self.naming = naming
        self.files = try files.map { try GGUFTensorFile($0, naming) }
        places = try Self.places(in: self.files)
    }

    /// The tensors of a GGUF file that is no model of its own, such as a draft's head.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - parts: What parts of its layers are called in Hugging Face layout, beside those that all models have.
    ///   - pairedHeads: How many heads of queries and of keys have their rows in pairs; nil if none.
    /// - Throws: ``ModelError`` if the rows do not divide into heads.
    public init(
        _ file: GGUFFile, naming parts: [String: String], pairedHeads: (queries: Int, keys: Int)? = nil
    ) throws {
        try self.init([file], GGUFNaming(parts: parts, pairedHeads: pairedHeads))
    }

    /// Opens all files of a folder.
    ///
    /// - Parameters:
    ///   - folder: A folder in Hugging Face layout.
    ///   - packing: How its weights are packed, where that is to be undone.
    ///   - stem: What the file is called that is read in place of a model's, where there is one: NAME.safetensors, NAME.pt or
    ///     NAME.bin.
    /// - Throws: ``ModelError`` if there is no checkpoint, a shard is missing or damaged, or index and shards disagree.
    public init(folder: URL, packing: MLXPacking? = nil, preferring stem: String? = nil) throws {
        self.folder = folder
        random = nil
        naming = nil
        try ModelFile.checkFolder(folder)
        let chosen = try WeightFiles(in: folder, preferring: stem)
        files = try chosen.files.map { file -> any TensorFile in
            file.pathExtension == "safetensors"
                ? try SafetensorsFile(contentsOf: file) : try PyTorchFile(contentsOf: file)
        }
        places = try Self.places(in: files)
        if let index = chosen.index { try Self.compare(index.map, with: places, files: files, index: index.file) }
        guard let packing else { return }
        files = try files.map { try ($0 as? SafetensorsFile).map { try MLXTensorFile($0, packing) } ?? $0 }
        places = try Self.places(in: files)
    }

    /// What the files call a tensor, whether they have it or not, for messages.
    func spelling(of name: String) -> String { entry(name)?.spelling ?? naming?.spelling(of: name) ?? name }

    /// The number types of weights, for messages.
    var weightTypes: String {
        let names = (StorageFormat.floats + (naming == nil ? [] : StorageFormat.gguf)).map(\.name)
        return names.dropLast().joined(separator: ", ") + " or \(names[names.count - 1])"
    }

    /// The names of all tensors, sorted.
    public var names: [String] { places.keys.sorted() }

    /// The bytes of all tensors.
    public var byteCount: Int { places.values.reduce(0) { $0 + $1.entry.range.count } }

    /// How many files hold them.
    public var fileCount: Int { files.count }

    /// An error that names the folder.
    ///
    /// - Parameter problem: What is wrong.
    /// - Returns: The error to throw.
    public func error(_ problem: String) -> ModelError { ModelError(folder.path, problem) }

    /// What the header says of a tensor; nil if there is none of that name.
    public func entry(_ name: String) -> TensorEntry? { places[name]?.entry }

    /// How a tensor is stored, or made up; nil if there is none of that name, or its numbers are of a type that is not known.
    public func format(of name: String) -> StorageFormat? { entry(name)?.format ?? random?.format }

    /// The bytes of a tensor; nil if there is none of that name.
    public func bytes(of name: String) -> Data? {
        places[name].map { files[$0.file].bytes(of: $0.entry) }
    }

    /// Lets the system take back the memory of a part of a tensor's bytes until they are looked at again.
    func forget(_ name: String, _ part: Range<Int>) {
        if let place = places[name] { files[place.file].forget(place.entry, part) }
    }

    /// The file that holds a tensor, for messages; the folder if there is none of that name.
    public func path(of name: String) -> String {
        places[name].map { files[$0.file].path } ?? folder.path
    }

    private static func places(
        in files: [any TensorFile]
    ) throws -> [String: (file: Int, entry: TensorEntry)] {
        var places: [String: (file: Int, entry: TensorEntry)] = [:]
        for (number, file) in files.enumerated() {
            for entry in file.entries {
                if let other = places.updateValue((number, entry), forKey: entry.name) {
                    throw ModelError(file.path, "repeats tensor '\(entry.spelling)' of \(files[other.file].path)")
                }
            }
        }
        return places
    }

    private static func compare(
        _ map: [String: String], with places: [String: (file: Int, entry: TensorEntry)], files: [any TensorFile],
        index: URL
    ) throws {
        for (name, file) in map.sorted(by: { $0.key < $1.key }) {
            guard let place = places[name], files[place.file].path.hasSuffix("/" + file) else {
                throw ModelError(index.path, "lists tensor '\(name)' in \(file), which does not hold it")
            }
        }
        if let extra = places.keys.filter({ map[$0] == nil }).min() {
            throw ModelError(index.path, "does not list tensor '\(extra)', which a shard holds")
        }
    }
}
