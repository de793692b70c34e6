import Foundation

/// The memory that the linear algebra library works in.
///
/// OpenBLAS maps 128 MiB for each product that is under way, keeps it, and where the system refuses tries again for ever. So
/// as much is claimed beforehand, once, and given back; with a reserve, since an update takes memory of its own before its
/// first product. Where an update takes much more than that, and nearly all there is, the library may still wait.
enum ProductBuffers {
    private static let (mebibytesEach, reserve) = (128, 256)

    /// Makes sure that the library's buffers can be had.
    ///
    /// - Parameter count: How many products may be under way at once.
    /// - Throws: `TrainingError.noBuffers` if they cannot.
    static func check(count: Int) throws(TrainingError) {
        let mebibytes = count * mebibytesEach + reserve
        let size = mebibytes << 20
        let space = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let space, space != MAP_FAILED else { throw .noBuffers(mebibytes: mebibytes) }
        munmap(space, size)
    }
}
