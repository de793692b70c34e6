/// The range that a bootstrap finds for a statistic; written in JSON as `[low, high]`.
public struct ConfidenceInterval: Sendable, Equatable, Encodable {
    /// The lower end.
    public let low: Double

    /// The upper end.
    public let high: Double

    /// Makes an interval of its ends.
    public init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// Whether a value lies inside, the ends included.
    public func contains(_ value: Double) -> Bool {
        low <= value && value <= high
    }

    /// Writes the two ends as a list.
    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(low)
        try list.encode(high)
    }
}
