import Foundation

/// The most memory that this process has held.
enum PeakMemory {
    /// Resident memory, for people.
    static var text: String { "\(bytes / 1_048_576) MiB" }

    /// Resident bytes.
    private static var bytes: Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? Int(usage.ru_maxrss) * 1024 : 0
    }
}
