import Foundation

/// The most memory that this process has held.
enum PeakMemory {
    /// Resident bytes.
    static var bytes: Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? Int(usage.ru_maxrss) * 1024 : 0
    }
}
