import CKernels
import COpenBLAS
import Foundation

/// How many threads the kernels use; no result depends on it.
///
/// OpenBLAS runs single-threaded in each of them: its own threads would go on spinning for a while after a product,
/// and take the cores away from the kernels that follow.
public enum ThreadPool {
    /// The threads in use, the calling one among them; 1 unless set.
    public static var threads: Int { Int(espalier_thread_count()) }

    /// Sets the number of threads, for the whole process.
    ///
    /// - Parameter count: At least 1; at most 64 are used.
    public static func use(_ count: Int) {
        espalier_set_thread_count(Int32(clamping: count))
        openblas_set_num_threads(1)
    }

    /// The number of physical cores that this process may run on: two threads of one core only hinder each other here.
    public static func physicalCores() -> Int {
        let available = ProcessInfo.processInfo.activeProcessorCount
        var cores: Set<String> = []
        for processor in 0..<ProcessInfo.processInfo.processorCount {
            let file = "/sys/devices/system/cpu/cpu\(processor)/topology/thread_siblings_list"
            if let siblings = try? String(contentsOfFile: file, encoding: .utf8) { cores.insert(siblings) }
        }
        return cores.isEmpty ? available : min(cores.count, available)
    }
}
