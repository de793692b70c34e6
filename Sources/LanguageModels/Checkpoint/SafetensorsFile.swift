import Files
public import Foundation
import JSON

/// A file in safetensors format, mapped into memory and checked before any number is read.
///
/// ```
/// bytes 0 ..< 8       n, the size of the header, little-endian
/// bytes 8 ..< 8 + n   JSON: {"name": {"dtype": "BF16", "shape": [rows, columns], "data_offsets": [start, end]}, …}
/// bytes 8 + n ...     the numbers; offsets count from here, tensors neither overlap nor leave gaps
/// ```
/// Nothing in the header is believed unchecked: sizes are compared with shapes, offsets with the file's size. The
/// bytes of a tensor are slices of the mapping, so opening a file of any size costs no memory.
public struct SafetensorsFile: Sendable {
    /// The file's path, for messages.
    public let path: String

    /// Its tensors in the order of their bytes.
    public let entries: [TensorEntry]

    /// The texts that the header holds beside the tensors, by name.
    public let metadata: [String: String]

    private let file: MappedFile
    private let dataStart: Int

    /// No real header is larger; the reference implementation has the same limit.
    private static let largestHeader = 100_000_000

    /// Opens a file.
    ///
    /// - Parameter url: The file.
    /// - Throws: ``ModelError`` if it cannot be read, is truncated, or its header is wrong.
    public init(contentsOf url: URL) throws {
        path = url.path
        file = try ModelFile.mapped(url)
        let contents = file.contents
        guard contents.count >= 8 else {
            throw ModelError(
                path, "is no safetensors file: it has \(contents.count) bytes, and the header's size takes 8")
        }
        let size = contents.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard size <= UInt64(min(contents.count - 8, Self.largestHeader)) else {
            throw ModelError(
                path,
                "is truncated or no safetensors file: its header claims \(size) bytes, and \(contents.count - 8) follow"
            )
        }
        dataStart = 8 + Int(size)
        let header: JSONValue
        do {
            header = try JSONValue(parsing: contents[8..<dataStart], source: nil, maximumDepth: 16)
        } catch {
            throw ModelError(path, "has a broken header: \(error)")
        }
        guard let members = header.members else { throw ModelError(path, "has a header that is no JSON object") }
        let texts = members.first { $0.key == "__metadata__" }?.value.members ?? []
        metadata = Dictionary(texts.map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { $1 })
        let parser = SafetensorsHeader(path: path, available: contents.count - dataStart)
        entries = try parser.entries(of: members)
    }

    /// The bytes of a tensor, a slice of the mapped file.
    ///
    /// - Parameter entry: One of ``entries``.
    /// - Returns: Little-endian numbers, row-major.
    public func bytes(of entry: TensorEntry) -> Data {
        file.contents[dataStart + entry.range.lowerBound..<dataStart + entry.range.upperBound]
    }

    /// Lets the system take back the memory of a part of a tensor's bytes until they are looked at again.
    ///
    /// - Parameters:
    ///   - entry: One of ``entries``.
    ///   - part: Offsets from the tensor's beginning.
    func forget(_ entry: TensorEntry, _ part: Range<Int>) {
        let start = dataStart + entry.range.lowerBound
        file.forget(start + part.lowerBound..<start + part.upperBound)
    }
}
