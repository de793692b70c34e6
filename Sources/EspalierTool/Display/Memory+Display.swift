import Platform

extension Memory {
    /// The most that this process has held, for people.
    static var peakText: String { peak.map { "\($0 >> 20) MiB" } ?? "an unknown amount" }
}
