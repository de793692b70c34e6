import Foundation

/// The machine's memory and this process's share of it, in bytes.
public enum Memory {
    /// How much a process can still take without swapping; all there is where the system does not say.
    public static var available: Int {
        let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)
        return text.flatMap(available) ?? Int(ProcessInfo.processInfo.physicalMemory)
    }

    /// The most that this process has held; nil where the system does not say.
    public static var peak: Int? {
        #if os(Linux)
            var usage = rusage()
            guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
            return Int(usage.ru_maxrss) << 10
        #else
            return nil
        #endif
    }

    /// The bytes available by the text of Linux's `/proc/meminfo`; nil if it does not say.
    package static func available(in text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
        }
        return nil
    }
}
