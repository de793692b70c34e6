import CKernels

/// How many threads the kernels use; no result depends on it.
///
/// OpenBLAS runs single-threaded in each of them: see ``SystemBLAS``.
public enum ThreadPool {
    /// The threads in use, the calling one among them; 1 unless set.
    public static var threads: Int { Int(espalier_thread_count()) }

    /// Sets the number of threads, for the whole process.
    ///
    /// - Parameter count: At least 1; at most 64 are used.
    public static func use(_ count: Int) {
        espalier_set_thread_count(Int32(clamping: count))
        SystemBLAS.holdToOneThread()
    }
}
