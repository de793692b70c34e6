import Foundation

/// The memory that the linear algebra library works in.
///
/// OpenBLAS maps 128 MiB for each product that is under way, keeps it, and where the system refuses tries again for ever. So
/// it is asked for beforehand, once, and given back.
enum ProductBuffers {
    private static let bytes = 128 << 20

    /// Makes sure that the library's buffers can be had.
    ///
    /// - Parameter count: How many products may be under way at once.
    /// - Throws: `TrainingError.noBuffers` if they cannot.
    static func check(count: Int) throws(TrainingError) {
        let size = count * bytes
        let space = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let space, space != MAP_FAILED else { throw .noBuffers(mebibytes: size >> 20) }
        munmap(space, size)
    }
}
