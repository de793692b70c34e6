import Foundation
import Speculation
import Tensors

/// A GGUF file seen as the tensors of Hugging Face layout: by their names there, experts one by one, and the rows of queries and
/// keys in the order that the layers expect.
struct GGUFTensorFile: TensorFile {
    /// Where a tensor lies in the file.
    private struct Place: Sendable {
        let tensor: GGUFTensor
        /// Offsets from the tensor's beginning.
        let part: Range<Int>
        /// How many heads its rows are, whose pairs of rows follow each other.
        let pairedHeads: Int?
    }

    let entries: [TensorEntry]

    private let file: GGUFFile
    private let places: [String: Place]

    var path: String { file.path }

    /// Views a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - naming: What its tensors are called here.
    /// - Throws: ``ModelError`` if queries or keys cannot be divided into heads.
    init(_ file: GGUFFile, _ naming: GGUFNaming) throws(ModelError) {
        self.file = file
        var (entries, places): ([TensorEntry], [String: Place]) = ([], [:])
        for tensor in file.tensors {
            guard let name = naming.name(of: tensor.name) else { continue }
            let heads = naming.pairedHeads(of: name)
            if let heads, tensor.shape.count > 2 || tensor.shape.first.map({ $0.isMultiple(of: 2 * heads) }) != true {
                throw ModelError(
                    file.path,
                    "tensor '\(tensor.name)' of shape \(tensor.shape) does not divide into \(heads.counting("head")), as the metadata entry "
                        + "'attention.head_count\(name.contains("k_proj") ? "_kv" : "")' has it")
            }
            let isOfExperts = name.contains(GGUFNaming.everyExpert) && tensor.shape.count == 3
            let parts = isOfExperts ? tensor.shape[0] : 1
            let shape = isOfExperts ? Array(tensor.shape.dropFirst()) : tensor.shape
            let size = tensor.range.count / max(parts, 1)
            for number in 0..<parts {
                let own = isOfExperts ? name.replacing(GGUFNaming.everyExpert, with: "\(number)") : name
                let start = tensor.range.lowerBound + number * size
                entries.append(
                    TensorEntry(
                        name: own, type: tensor.type.name, shape: shape, range: start..<start + size,
                        format: tensor.type.format, spelling: tensor.name))
                places[own] = Place(
                    tensor: tensor, part: number * size..<(number + 1) * size, pairedHeads: heads)
            }
        }
        (self.entries, self.places) = (entries, places)
    }

    func bytes(of entry: TensorEntry) -> Data {
        guard let place = places[entry.name] else { return Data() }
        let whole = file.bytes(of: place.tensor)
        let start = whole.startIndex + place.part.lowerBound
        let bytes = whole[start..<start + place.part.count]
        guard let heads = place.pairedHeads, let rows = entry.shape.first, rows > 0 else { return bytes }
        return Self.halves(of: bytes, heads: heads, rows: rows)
    }

    func forget(_ entry: TensorEntry, _ part: Range<Int>) {
        guard let place = places[entry.name] else { return }
        let start = place.part.lowerBound
        file.forget(place.tensor, start + part.lowerBound..<start + part.upperBound)
    }

    /// Brings rows that lie in the pairs which are rotated against each other into the order that rotates halves: row 2i of a
    /// head goes to place i, row 2i + 1 to place i + half.
    private static func halves(of bytes: Data, heads: Int, rows: Int) -> Data {
        let (size, width) = (bytes.count / rows, rows / heads)
        var ordered = Data(capacity: bytes.count)
        for head in 0..<heads {
            for place in 0..<width {
                let row = head * width + (place < width / 2 ? 2 * place : 2 * (place - width / 2) + 1)
                let start = bytes.startIndex + row * size
                ordered.append(bytes[start..<start + size])
            }
        }
        return ordered
    }
}
