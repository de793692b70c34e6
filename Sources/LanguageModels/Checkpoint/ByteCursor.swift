import Foundation

/// Walks through a file's bytes; nothing is read that is not there.
struct ByteCursor {
    /// The file's path, for messages.
    let path: String

    private let bytes: Data

    /// How many bytes have been passed.
    private(set) var offset = 0

    init(_ bytes: Data, path: String) {
        self.bytes = bytes
        self.path = path
    }

    /// Begins in the midst of a file.
    ///
    /// - Parameters:
    ///   - bytes: All bytes.
    ///   - offset: Where to begin, at most as many bytes as there are.
    ///   - path: The file's path, for messages.
    init(_ bytes: Data, from offset: Int, path: String) {
        self.init(bytes, path: path)
        self.offset = min(max(offset, 0), bytes.count)
    }

    /// How many bytes follow.
    var remaining: Int { bytes.count - offset }

    /// Passes bytes.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - what: What they are, for the message where they are missing.
    /// - Returns: A slice of the file.
    /// - Throws: ``ModelError`` if fewer follow.
    mutating func take(_ count: UInt64, of what: String) throws(ModelError) -> Data {
        guard count <= UInt64(remaining) else {
            throw ModelError(path, "is truncated or damaged: \(what) takes \(count) bytes, and \(remaining) follow")
        }
        let start = bytes.startIndex + offset
        offset += Int(count)
        return bytes[start..<start + Int(count)]
    }

    /// The bytes passed since the cursor was at an earlier offset.
    func passed(since start: Int) -> Data {
        bytes[bytes.startIndex + start..<bytes.startIndex + offset]
    }

    /// A little-endian whole number.
    mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type, _ what: String) throws(ModelError) -> Number {
        let slice = try take(UInt64(MemoryLayout<Number>.size), of: what)
        return slice.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
    }
}
