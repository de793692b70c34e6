import Foundation
import Tensors

/// A safetensors file of an MLX folder seen as ordinary tensors: weights that it packs appear as one tensor each, in blocks of
/// Q4_1 or Q5_1, or in single precision, and their scales and biases not at all.
struct MLXTensorFile: TensorFile {
    let entries: [TensorEntry]

    private let file: SafetensorsFile
    private let packed: [String: MLXMatrix]

    var path: String { file.path }

    /// Views a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - packing: How the folder's weights are packed.
    /// - Throws: ``ModelError`` if scales or biases are missing or of other shapes than the weights'.
    init(_ file: SafetensorsFile, _ packing: MLXPacking) throws(ModelError) {
        self.file = file
        let stored = Dictionary(file.entries.map { ($0.name, $0) }) { $1 }
        var (entries, packed): ([TensorEntry], [String: MLXMatrix]) = ([], [:])
        for entry in file.entries {
            if let layer = Self.packedLayer(entry) {
                let matrix = try MLXMatrix(
                    entry, scales: stored[layer + ".scales"], biases: stored[layer + ".biases"],
                    groupSize: packing.groupSize(of: layer), in: file)
                packed[entry.name] = matrix
                entries.append(matrix.entry)
            } else if !Self.belongsToPacked(entry.name, stored) {
                entries.append(entry)
            }
        }
        (self.entries, self.packed) = (entries, packed)
    }

    /// The layer's name, if a tensor is its packed weight.
    private static func packedLayer(_ entry: TensorEntry) -> String? {
        guard entry.type == "U32", entry.name.hasSuffix(".weight") else { return nil }
        return String(entry.name.dropLast(".weight".count))
    }

    private static func belongsToPacked(_ name: String, _ stored: [String: TensorEntry]) -> Bool {
        [".scales", ".biases"].contains { ending in
            name.hasSuffix(ending) && stored[name.dropLast(ending.count) + ".weight"].flatMap(packedLayer) != nil
        }
    }

    func bytes(of entry: TensorEntry) -> Data { packed[entry.name]?.unpacked(from: file) ?? file.bytes(of: entry) }

    /// What was unpacked is a copy, of which nothing can be given back.
    func forget(_ entry: TensorEntry, _ part: Range<Int>) {
        if packed[entry.name] == nil { file.forget(entry, part) }
    }
}
