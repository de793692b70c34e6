import COpenBLAS

/// The system's OpenBLAS, which computes the products of training and of long prompts.
///
/// It runs with one thread in each of ours, from its first product on. Its own threads would take the cores away from
/// the kernels that follow, and its sums depend on their number: a change in mid-run would move the last bits.
public enum SystemBLAS {
    private static let heldToOneThread: Void = openblas_set_num_threads(1)

    /// Gives up OpenBLAS's own threads.
    ///
    /// Whoever calls the library does this first; only the first call has an effect.
    public static func holdToOneThread() { heldToOneThread }

    /// The threads that OpenBLAS uses by itself.
    public static var threads: Int { Int(openblas_get_num_threads()) }
}
