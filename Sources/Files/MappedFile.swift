package import Foundation

/// A file's bytes, mapped into memory: nothing is read before it is looked at.
package struct MappedFile: Sendable {
    /// All bytes.
    package let contents: Data

    /// Whether the system maps the file; bytes of a file that cannot be mapped are in memory of our own.
    private let isMapped: Bool

    /// Maps a file, or reads it where it cannot be mapped.
    ///
    /// - Parameter url: The file.
    /// - Throws: `RegularFile.KindError`, or Foundation's error if it cannot be read.
    package init(_ url: URL) throws {
        try RegularFile.check(url)
        if let mapping = Self.mapping(of: url.path) {
            contents = mapping
            isMapped = true
        } else {
            contents = try Data(contentsOf: url)
            isMapped = false
        }
    }

    /// Lets the system take back the memory of some bytes until they are looked at again; the file keeps them.
    ///
    /// - Parameter range: Offsets from the file's beginning; only whole pages of it are given back.
    package func forget(_ range: Range<Int>) {
        guard isMapped else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let first = (range.lowerBound + page - 1) / page * page
        let last = range.upperBound / page * page
        guard first < last else { return }
        contents.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            // What it advises is no more than a hint, and its failure changes nothing.
            _ = madvise(UnsafeMutableRawPointer(mutating: start + first), last - first, MADV_DONTNEED)
        }
    }

    private static func mapping(of path: String) -> Data? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return nil }
        let count = Int(status.st_size)
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            return nil
        }
        return Data(bytesNoCopy: start, count: count, deallocator: .unmap)
    }
}
