import Foundation

/// This machine's processor, as the system describes it.
public enum Processor {
    /// Its name; nil where the system tells none, as on most Arm machines.
    public static var name: String? { value(of: "model name", in: description) }

    /// The instruction set that this program was built for.
    public static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown processor"
        #endif
    }

    /// What it can do, in Linux's words, such as `avx2`; empty where the system does not say.
    public static var features: Set<String> {
        Set((value(of: "flags", in: description) ?? "").split(separator: " ").map(String.init))
    }

    /// The number of physical cores that this process may run on; logical ones where the system does not tell them apart.
    public static var physicalCores: Int {
        let available = ProcessInfo.processInfo.activeProcessorCount
        var cores: Set<String> = []
        for processor in 0..<ProcessInfo.processInfo.processorCount {
            let file = "/sys/devices/system/cpu/cpu\(processor)/topology/thread_siblings_list"
            if let siblings = try? String(contentsOfFile: file, encoding: .utf8) { cores.insert(siblings) }
        }
        return cores.isEmpty ? available : min(cores.count, available)
    }

    private static var description: String {
        (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    }

    /// The first value of a key in a text like Linux's `/proc/cpuinfo`; nil if there is none or it is empty.
    package static func value(of key: String, in text: String) -> String? {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if parts.count == 2, parts[0] == key, !parts[1].isEmpty { return parts[1] }
        }
        return nil
    }
}
