public import Costs
import Speculation

/// Measured costs and what they were measured for.
public struct Calibration: Sendable, Equatable {
    /// What the costs depend on.
    public let key: CalibrationKey

    /// The costs.
    public let costs: RoundCosts

    /// Joins costs and key.
    ///
    /// - Parameters:
    ///   - key: What the costs depend on.
    ///   - costs: The costs.
    public init(key: CalibrationKey, costs: RoundCosts) {
        self.key = key
        self.costs = costs
    }
}

/// Everything that the costs of a round depend on.
public struct CalibrationKey: Sendable, Equatable {
    /// Model, machine and settings by name: they choose the file.
    public let settings: [String: String]

    /// What makes a file stale when it changes: versions, sizes of weights.
    public let versions: [String: String]

    /// Describes what costs depend on.
    ///
    /// - Parameters:
    ///   - settings: Model, machine and settings by name.
    ///   - versions: What makes a file stale when it changes.
    public init(settings: [String: String], versions: [String: String]) {
        self.settings = settings
        self.versions = versions
    }

    /// The file's name in the cache: a hash of the settings.
    var fileName: String {
        var hash = ContentHash()
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) { hash.combine("\(name)=\(value)\n".utf8) }
        let digits = String(hash.value, radix: 16)
        return "costs-" + String(repeating: "0", count: 16 - digits.count) + digits + ".json"
    }
}
