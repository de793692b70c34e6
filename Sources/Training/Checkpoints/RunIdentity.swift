/// What a training run is: what its states belong to, and what may differ when it goes on.
public struct RunIdentity: Sendable, Equatable {
    /// What the trained numbers depend on, by name: a state with another value is another run's.
    public var trained: [String: String]

    /// What held-out measurements depend on, by name: where it changes, the best head is chosen anew.
    public var measured: [String: String]

    /// When training ends, by name; 0 for no limit.
    ///
    /// A run may go on with larger ones.
    public var limits: [String: Double]

    /// States what a run is.
    public init(trained: [String: String], measured: [String: String] = [:], limits: [String: Double] = [:]) {
        self.trained = trained
        self.measured = measured
        self.limits = limits
    }

    private static let measuredMark = "measured/"
    private static let limitMark = "limit/"

    /// All of it as text by name, as a state's file holds it.
    var flat: [String: String] {
        var flat = trained
        for (name, value) in measured { flat[Self.measuredMark + name] = value }
        for (name, value) in limits { flat[Self.limitMark + name] = "\(value)" }
        return flat
    }

    /// Reads what ``flat`` wrote.
    init(flat: [String: String]) {
        self.init(trained: [:])
        for (name, value) in flat {
            if name.hasPrefix(Self.measuredMark) {
                measured[String(name.dropFirst(Self.measuredMark.count))] = value
            } else if name.hasPrefix(Self.limitMark) {
                limits[String(name.dropFirst(Self.limitMark.count))] = Double(value) ?? 0
            } else {
                trained[name] = value
            }
        }
    }
}
