import Foundation

/// How much memory a process can still take.
public enum AvailableMemory {
    /// What the system says is available without swapping; all there is where it does not say.
    public static var bytes: Int {
        let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)
        return text.flatMap(available) ?? Int(ProcessInfo.processInfo.physicalMemory)
    }

    /// The bytes available by the text of Linux's `/proc/meminfo`; nil if it does not say.
    static func available(in text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
        }
        return nil
    }
}
