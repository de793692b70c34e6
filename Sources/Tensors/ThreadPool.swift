import CKernels

/// Threads that an owner's kernels share their work among; no result depends on them.
///
/// Whoever makes a pool owns its threads, which end with it. What runs in no pool uses the one of the process: there a second
/// caller at the same time computes on its own thread alone, while callers with a pool each do not hinder one another.
/// ```swift
/// let pool = ThreadPool(threads: 4)
/// try pool.run { try chat.answer("Hello") { print($0, terminator: "") } }
/// ```
/// OpenBLAS runs single-threaded in each of the threads: see ``SystemBLAS``.
public final class ThreadPool: Sendable {
    /// The C kernels guard it against callers at the same time: one has the workers, the others work alone.
    nonisolated(unsafe) private let pool: OpaquePointer

    /// Makes a pool; its threads start when they are first needed.
    ///
    /// - Parameter threads: How many, the calling one among them; at least 1, and at most 64 are used.
    public init(threads: Int) {
        SystemBLAS.holdToOneThread()
        guard let pool = espalier_pool_create(Int32(clamping: threads)) else {
            preconditionFailure("no memory for a thread pool")
        }
        self.pool = pool
    }

    deinit { espalier_pool_destroy(pool) }

    /// Runs kernels on this pool's threads.
    ///
    /// - Parameter body: Calls kernels, on the thread that calls this.
    /// - Returns: What it returns.
    /// - Throws: What it throws.
    public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = espalier_pool_enter(pool)
        defer { _ = espalier_pool_enter(before) }
        return try body()
    }

    /// How many threads the calling thread's kernels use, itself among them.
    public static var threads: Int { Int(espalier_thread_count()) }

    /// Sets the number of threads of the process's pool, which is 1 unless set.
    ///
    /// - Parameter count: At least 1; at most 64 are used.
    public static func use(_ count: Int) {
        espalier_set_thread_count(Int32(clamping: count))
        SystemBLAS.holdToOneThread()
    }
}
