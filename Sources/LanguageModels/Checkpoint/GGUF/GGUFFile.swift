import Files
public import Foundation

/// A file in GGUF format, version 2 or 3, mapped into memory and checked before any number is read.
///
/// ```
/// "GGUF"  version u32  tensors u64  metadata entries u64
/// entries: key, type u32, value         texts are a u64 length and UTF-8, lists a type, a u64 length and the elements
/// tensors: name, dimensions u32, extents u64 (innermost first), type u32, offset u64
/// padding to the alignment (general.alignment, else 32); offsets count from here
/// ```
/// Nothing in the file is believed unchecked: a count is compared with the bytes that follow before anything goes by it.
/// Lists of metadata stay where they are until they are asked for, and a tensor's bytes are a slice of the mapping.
public struct GGUFFile: Sendable {
    /// The file's path, for messages.
    public let path: String

    /// The version of the format: 2 or 3.
    public let version: Int

    /// The metadata's keys in the order of the file.
    public let keys: [String]

    /// Its tensors in the order of the file.
    public let tensors: [GGUFTensor]

    /// What every tensor's place is a multiple of, counted from where the tensors' bytes begin.
    let alignment: Int

    private let metadata: [String: GGUFValue]
    private let file: MappedFile
    private let dataStart: Int

    /// Opens a file.
    ///
    /// - Parameter url: The file.
    /// - Throws: ``ModelError`` if it cannot be read, is truncated, or says something impossible.
    public init(contentsOf url: URL) throws {
        path = url.path
        file = try ModelFile.mapped(url)
        var cursor = ByteCursor(file.contents, path: path)
        let tensorCount: UInt64
        let entryCount: UInt64
        (version, tensorCount, entryCount) = try Self.counts(&cursor)
        (keys, metadata) = try Self.metadata(entryCount, &cursor)
        alignment = try Self.alignment(metadata["general.alignment"], path)
        var reader = GGUFTensorReader(path: path, alignment: alignment)
        for _ in 0..<tensorCount { try reader.read(&cursor) }
        let end = cursor.offset
        dataStart = end + (alignment - end % alignment) % alignment
        tensors = try reader.checked(available: max(file.contents.count - dataStart, 0))
    }

    /// A value of the metadata; nil if there is none of that key.
    public subscript(key: String) -> GGUFValue? { metadata[key] }

    /// The bytes of a tensor, a slice of the mapped file.
    ///
    /// - Parameter tensor: One of ``tensors``.
    /// - Returns: Its blocks, row after row.
    public func bytes(of tensor: GGUFTensor) -> Data {
        file.contents[dataStart + tensor.range.lowerBound..<dataStart + tensor.range.upperBound]
    }

    /// Lets the system take back the memory of a part of a tensor's bytes until they are looked at again.
    func forget(_ tensor: GGUFTensor, _ part: Range<Int>) {
        let start = dataStart + tensor.range.lowerBound
        file.forget(start + part.lowerBound..<start + part.upperBound)
    }

    private static func counts(_ cursor: inout ByteCursor) throws(ModelError) -> (
        version: Int, tensors: UInt64, entries: UInt64
    ) {
        let magic = try cursor.take(4, of: "the beginning of a GGUF file")
        guard magic.elementsEqual("GGUF".utf8) else {
            throw ModelError(cursor.path, "is no GGUF file\(FileKind.clause(on: cursor.path))")
        }
        let version = try cursor.integer(UInt32.self, "the version")
        guard version == 2 || version == 3 else {
            let isSwapped = version.byteSwapped == 2 || version.byteSwapped == 3
            throw ModelError(
                cursor.path,
                isSwapped
                    ? "is a big-endian GGUF file, and only little-endian ones are read"
                    : "is of GGUF version \(version), and versions 2 and 3 are read")
        }
        let tensors = try cursor.integer(UInt64.self, "the number of tensors")
        let entries = try cursor.integer(UInt64.self, "the number of metadata entries")
        // The shortest entry: a key of one letter and a byte; the shortest tensor: a name of one letter and no extent.
        let least = entries.multipliedReportingOverflow(by: 14)
        let more = tensors.multipliedReportingOverflow(by: 25)
        let sum = least.partialValue.addingReportingOverflow(more.partialValue)
        guard !least.overflow, !more.overflow, !sum.overflow, sum.partialValue <= UInt64(cursor.remaining) else {
            throw ModelError(
                cursor.path,
                "is truncated or damaged: it claims \(tensors) tensors and \(entries) metadata entries, and "
                    + "\(cursor.remaining) bytes follow")
        }
        return (Int(version), tensors, entries)
    }

    private static func metadata(
        _ count: UInt64, _ cursor: inout ByteCursor
    ) throws(ModelError) -> (keys: [String], values: [String: GGUFValue]) {
        var (keys, values): ([String], [String: GGUFValue]) = ([], [:])
        for number in 0..<count {
            let key = try cursor.text("the key of metadata entry \(number)")
            guard !key.isEmpty else { throw ModelError(cursor.path, "metadata entry \(number) has an empty key") }
            guard values[key] == nil else { throw ModelError(cursor.path, "repeats the metadata entry '\(key)'") }
            values[key] = try cursor.value("metadata entry '\(key)'")
            keys.append(key)
        }
        return (keys, values)
    }

    private static func alignment(_ value: GGUFValue?, _ path: String) throws(ModelError) -> Int {
        guard let value else { return 32 }
        guard let alignment = value.integer, 8...1 << 20 ~= alignment, alignment.nonzeroBitCount == 1 else {
            throw ModelError(
                path,
                "metadata entry 'general.alignment' must be a power of two from 8 to 1048576, not \(value.shown)")
        }
        return alignment
    }
}
