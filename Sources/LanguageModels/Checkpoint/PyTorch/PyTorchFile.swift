import Files
import Foundation
import Tensors

/// A file of `torch.save` that holds a mapping of tensors, such as `pytorch_model.bin`; read without Python.
///
/// ```
/// NAME/data.pkl     which tensor is which part of which storage: a pickle
/// NAME/data/0 …     the storages' numbers
/// NAME/byteorder    "little", where it is told
/// ```
/// A zip archive, since PyTorch 1.6. The numbers of a tensor are slices of the mapping where they lie in its order.
struct PyTorchFile: TensorFile {
    let path: String
    let entries: [TensorEntry]

    private let file: MappedFile
    private let views: [String: TensorView]

    /// Opens a file.
    ///
    /// - Parameter url: The file.
    /// - Throws: ``ModelError`` if it cannot be read, is damaged, or holds anything but tensors.
    init(contentsOf url: URL) throws {
        path = url.path
        file = try ModelFile.mapped(url)
        let contents = file.contents
        guard ZipDirectory.begins(contents) else { throw ModelError(path, Self.objection(to: contents)) }
        let archive = try ZipDirectory(contents, path: path)
        let pickles = archive.entries.keys.filter { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }
        guard pickles.count == 1, let pickle = pickles.first, let range = archive.entries[pickle] else {
            throw ModelError(path, "is a zip archive that torch.save did not write: it holds no data.pkl")
        }
        let folder = String(pickle.dropLast("data.pkl".count))
        if let order = archive.entries[folder + "byteorder"], contents.slice(order) != Data("little".utf8) {
            throw ModelError(path, "stores numbers with the highest byte first, which is not read")
        }
        let table = try TensorTable(Pickle(contents.slice(range), path: "\(path): \(pickle)"), path: path) { key in
            archive.entries["\(folder)data/\(key)"]
        }
        entries = table.entries
        views = table.views
    }

    /// What is wrong with a file that is no archive.
    private static func objection(to contents: Data) -> String {
        // A pickle of a number of 10 bytes: the format of before 2020.
        contents.starts(with: [0x80, 0x02, 0x8A, 0x0A])
            ? "is in PyTorch's format of before version 1.6, which is not read: load it with PyTorch 1.6 or later and "
                + "save it again by torch.save"
            : "is no file of torch.save: it begins neither as a zip archive nor as a pickle"
    }

    func bytes(of entry: TensorEntry) -> Data {
        guard let view = views[entry.name] else { return Data() }
        return view.bytes(in: file.contents.slice(entry.range))
    }

    func forget(_ entry: TensorEntry, _ part: Range<Int>) {
        guard views[entry.name]?.isRowMajor == true else { return }
        let start = entry.range.lowerBound
        file.forget(start + part.lowerBound..<start + part.upperBound)
    }
}

extension Data {
    /// The bytes of a range that counts from the beginning.
    func slice(_ range: Range<Int>) -> Data {
        self[startIndex + range.lowerBound..<startIndex + range.upperBound]
    }
}
