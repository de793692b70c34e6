import Foundation

/// The table of contents of a zip archive whose entries are stored as they are, as `torch.save` writes them.
///
/// ```
/// PK 3 4   name, extra, bytes          an entry, one after another
/// PK 1 2   name, sizes, offset …       the table: an entry each
/// PK 6 6, PK 6 7                       where the table lies, in 64 bits; only in large archives
/// PK 5 6                               where the table lies; at the end, before a comment
/// ```
/// After PKWARE's APPNOTE 6.3, of which compression, encryption and parts on several disks are refused.
struct ZipDirectory {
    /// Where each entry's bytes lie in the archive, by name.
    private(set) var entries: [String: Range<Int>] = [:]

    private let bytes: Data
    private let path: String

    private static let (entryMark, tableMark, endMark): (UInt32, UInt32, UInt32) = (
        0x0403_4B50, 0x0201_4B50, 0x0605_4B50
    )
    private static let (end64Mark, locator64Mark): (UInt32, UInt32) = (0x0606_4B50, 0x0706_4B50)

    /// Whether bytes begin as an archive does.
    static func begins(_ bytes: Data) -> Bool { bytes.starts(with: [0x50, 0x4B, 3, 4]) }

    /// Reads the table.
    ///
    /// - Parameters:
    ///   - bytes: The whole archive.
    ///   - path: The file's path, for messages.
    /// - Throws: ``ModelError`` if it is damaged, or an entry is compressed.
    init(_ bytes: Data, path: String) throws(ModelError) {
        self.bytes = bytes
        self.path = path
        let table = try table()
        var cursor = ByteCursor(bytes, from: table.start, path: path)
        // Each round passes at least the 46 bytes of an entry, so that the file bounds their number.
        for _ in 0..<table.count { try readEntry(&cursor) }
    }

    /// Finds the table by the record at the archive's end, which a comment of at most 64 KiB may follow.
    private func table() throws(ModelError) -> (start: Int, count: UInt64) {
        let size = 22
        let mark = withUnsafeBytes(of: Self.endMark.littleEndian) { Data($0) }
        let tail = bytes.suffix(size + 0xFFFF)
        guard bytes.count >= size,
            let found = tail.range(of: mark, options: .backwards, in: tail.startIndex..<tail.endIndex - size + 4)
        else {
            throw ModelError(path, "is a zip archive without its table of contents: it is truncated")
        }
        let end = found.lowerBound - bytes.startIndex
        var cursor = ByteCursor(bytes, from: end + 4, path: path)
        let disks = (
            try cursor.integer(UInt16.self, "the archive's end"), try cursor.integer(UInt16.self, "the archive's end")
        )
        _ = try cursor.integer(UInt16.self, "the archive's end")
        let count = UInt64(try cursor.integer(UInt16.self, "the archive's end"))
        _ = try cursor.integer(UInt32.self, "the archive's end")
        let start = UInt64(try cursor.integer(UInt32.self, "the archive's end"))
        guard count == 0xFFFF || start == 0xFFFF_FFFF else {
            guard disks == (0, 0) else {
                throw ModelError(path, "is a zip archive on several disks, which is not read")
            }
            return (Int(start), count)
        }
        return try table64(before: end)
    }

    /// The table of an archive beyond 4 GiB or 65,535 entries.
    private func table64(before end: Int) throws(ModelError) -> (start: Int, count: UInt64) {
        let what = "the 64-bit end of the archive"
        var locator = ByteCursor(bytes, from: end - 20, path: path)
        guard end >= 20, try locator.integer(UInt32.self, what) == Self.locator64Mark else {
            throw ModelError(path, "is a damaged zip archive: it lacks \(what)")
        }
        _ = try locator.integer(UInt32.self, what)
        let place = Int(clamping: try locator.integer(UInt64.self, what))
        var cursor = ByteCursor(bytes, from: place, path: path)
        guard try cursor.integer(UInt32.self, what) == Self.end64Mark else {
            throw ModelError(path, "is a damaged zip archive: it lacks \(what)")
        }
        _ = try cursor.take(28, of: what)
        let count = try cursor.integer(UInt64.self, what)
        _ = try cursor.integer(UInt64.self, what)
        return (Int(clamping: try cursor.integer(UInt64.self, what)), count)
    }

    private mutating func readEntry(_ cursor: inout ByteCursor) throws(ModelError) {
        let what = "the archive's table of contents"
        guard try cursor.integer(UInt32.self, what) == Self.tableMark else {
            throw ModelError(path, "is a damaged zip archive: \(what) holds something else")
        }
        _ = try cursor.take(4, of: what)
        let flags = try cursor.integer(UInt16.self, what)
        let method = try cursor.integer(UInt16.self, what)
        _ = try cursor.take(8, of: what)
        var stored = UInt64(try cursor.integer(UInt32.self, what))
        var size = UInt64(try cursor.integer(UInt32.self, what))
        let lengths = (
            name: try cursor.integer(UInt16.self, what), extra: try cursor.integer(UInt16.self, what),
            comment: try cursor.integer(UInt16.self, what)
        )
        _ = try cursor.take(8, of: what)
        var offset = UInt64(try cursor.integer(UInt32.self, what))
        guard let name = String(bytes: try cursor.take(UInt64(lengths.name), of: what), encoding: .utf8) else {
            throw ModelError(path, "is a damaged zip archive: the name of an entry is no UTF-8")
        }
        let extra = try cursor.take(UInt64(lengths.extra), of: what)
        _ = try cursor.take(UInt64(lengths.comment), of: what)
        try widen(&size, &stored, &offset, by: extra)
        guard method == 0, flags & 1 == 0, size == stored else {
            throw ModelError(
                path, "its entry '\(name)' is compressed or encrypted, and torch.save stores entries as they are")
        }
        guard entries.updateValue(try range(of: name, at: offset, size: size), forKey: name) == nil else {
            throw ModelError(path, "is a damaged zip archive: it holds '\(name)' twice")
        }
    }

    /// Takes numbers that do not fit 32 bits from an entry's extra field.
    private func widen(
        _ size: inout UInt64, _ stored: inout UInt64, _ offset: inout UInt64, by extra: Data
    ) throws(ModelError) {
        let what = "an entry's extra field"
        var cursor = ByteCursor(extra, path: path)
        while cursor.remaining >= 4 {
            let kind = try cursor.integer(UInt16.self, what)
            let field = try cursor.take(UInt64(try cursor.integer(UInt16.self, what)), of: what)
            guard kind == 1 else { continue }
            var numbers = ByteCursor(field, path: path)
            if size == 0xFFFF_FFFF { size = try numbers.integer(UInt64.self, what) }
            if stored == 0xFFFF_FFFF { stored = try numbers.integer(UInt64.self, what) }
            if offset == 0xFFFF_FFFF { offset = try numbers.integer(UInt64.self, what) }
        }
    }

    /// Where an entry's bytes lie: behind a header of its own.
    private func range(of name: String, at offset: UInt64, size: UInt64) throws(ModelError) -> Range<Int> {
        let what = "entry '\(name)'"
        var cursor = ByteCursor(bytes, from: Int(clamping: offset), path: path)
        guard try cursor.integer(UInt32.self, what) == Self.entryMark else {
            throw ModelError(path, "is a damaged zip archive: \(what) is not where its table says")
        }
        _ = try cursor.take(22, of: what)
        let lengths = (try cursor.integer(UInt16.self, what), try cursor.integer(UInt16.self, what))
        _ = try cursor.take(UInt64(lengths.0) + UInt64(lengths.1), of: what)
        let start = cursor.offset
        _ = try cursor.take(size, of: what)
        return start..<cursor.offset
    }
}
