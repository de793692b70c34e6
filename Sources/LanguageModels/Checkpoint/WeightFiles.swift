import Foundation
import JSON

/// Which files of a folder hold the model's weights.
///
/// The order is that of transformers: a whole `model.safetensors` wins over shards and their index, which it leaves stale, and
/// safetensors over PyTorch's `pytorch_model.bin`. Shards without an index are taken by their numbers.
struct WeightFiles {
    /// The files, in the order of their names.
    let files: [URL]

    /// The index that lists their tensors, with the file's name for each; nil where there is none.
    let index: (file: URL, map: [String: String])?

    private static let kinds = [(stem: "model", ending: "safetensors"), (stem: "pytorch_model", ending: "bin")]

    /// Looks through a folder.
    ///
    /// - Parameters:
    ///   - folder: A folder in Hugging Face layout.
    ///   - stem: What the file is called that wins over those of a model, without its ending; nil for none.
    /// - Throws: ``ModelError`` if it holds no weights, or not all shards.
    init(in folder: URL, preferring stem: String? = nil) throws {
        let manager = FileManager.default
        let preferred = stem.map { stem in ["safetensors", "pt", "bin"].map { (stem: stem, ending: $0) } } ?? []
        for (stem, ending) in preferred + Self.kinds {
            let whole = folder.appendingPathComponent("\(stem).\(ending)")
            if manager.fileExists(atPath: whole.path) {
                (files, index) = ([whole], nil)
                return
            }
            let list = folder.appendingPathComponent("\(stem).\(ending).index.json")
            if manager.fileExists(atPath: list.path) {
                let map = try Self.weightMap(of: list, ending: ending)
                files = Set(map.values).sorted().map { folder.appendingPathComponent($0) }
                index = (list, map)
                return
            }
            if let shards = try Self.shards(stem, ending, in: folder) {
                (files, index) = (shards, nil)
                return
            }
        }
        throw ModelError(
            folder.path,
            "holds no weights: neither \(stem.map { "\($0).safetensors, \($0).pt, " } ?? "")model.safetensors nor "
                + "pytorch_model.bin, nor shards of one with or without an index")
    }

    /// Files such as `model-00001-of-00002.safetensors`; nil where there are none.
    private static func shards(_ stem: String, _ ending: String, in folder: URL) throws(ModelError) -> [URL]? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let shards = names.filter { $0.hasPrefix("\(stem)-") && $0.hasSuffix(".\(ending)") && $0.contains("-of-") }
            .sorted()
        guard let last = shards.last else { return nil }
        let total = last.dropLast(ending.count + 1).split(separator: "-").last.map(String.init) ?? ""
        guard let count = Int(total), count == shards.count,
            shards.allSatisfy({ $0.hasSuffix("-of-\(total).\(ending)") })
        else {
            throw ModelError(
                folder.path,
                "holds \(shards.count) shards of weights, and '\(last)' is one of \(total): some are missing")
        }
        return shards.map { folder.appendingPathComponent($0) }
    }

    private static func weightMap(of index: URL, ending: String) throws -> [String: String] {
        let value = try ModelFile.json(index)
        guard let members = value["weight_map"]?.members else { throw ModelError(index.path, "has no weight_map") }
        var map: [String: String] = [:]
        for member in members {
            guard let file = member.value.string, !file.contains("/"), file.hasSuffix(".\(ending)") else {
                throw ModelError(index.path, "maps '\(member.key)' to something that is no name of a .\(ending) file")
            }
            map[member.key] = file
        }
        return map
    }
}
