import Speculation

/// Percentile intervals by resampling prompts (Efron, 1979).
///
/// A prompt is drawn with everything measured on it, so that a ratio of two strategies compares them on the same
/// prompts: that is the pairing. The same seed draws the same resamples for every statistic over as many prompts.
///
/// It does not say what other prompts, another machine or a noisier one would give; with few prompts its intervals
/// are too narrow.
public struct PairedBootstrap: Sendable, Equatable, Encodable {
    /// How many times the prompts are resampled.
    public let resamples: Int

    /// Where the resampling starts.
    public let seed: UInt64

    /// The share of resamples that the interval covers.
    public let confidence: Double

    /// Sets up a bootstrap.
    ///
    /// - Parameters:
    ///   - resamples: How many times to resample, at least 1.
    ///   - seed: Where the resampling starts.
    ///   - confidence: The share of resamples to cover, in (0, 1).
    public init(resamples: Int = 2_000, seed: UInt64 = 0, confidence: Double = 0.95) {
        precondition(resamples > 0 && confidence > 0 && confidence < 1, "a bootstrap without resamples or coverage")
        self.resamples = resamples
        self.seed = seed
        self.confidence = confidence
    }

    /// The interval of a statistic of the prompts.
    ///
    /// - Parameters:
    ///   - count: How many prompts there are.
    ///   - statistic: The statistic of the prompts with these indices, repeats included; nil where it has no value.
    /// - Returns: Nil for fewer than two prompts, whose resamples would all be alike and feign certainty, and where the
    ///   statistic has no value on some resample.
    /// - Complexity: O(``resamples`` · `count`).
    public func interval(count: Int, of statistic: (_ chosen: [Int]) -> Double?) -> ConfidenceInterval? {
        guard count > 1 else { return nil }
        var random = SeededRandom(seed: seed)
        var chosen = [Int](repeating: 0, count: count)
        var values: [Double] = []
        values.reserveCapacity(resamples)
        for _ in 0..<resamples {
            for index in chosen.indices { chosen[index] = Int(random.uniform() * Double(count)) }
            guard let value = statistic(chosen) else { return nil }
            values.append(value)
        }
        values.sort()
        let tail = (1 - confidence) / 2
        return ConfidenceInterval(low: Self.quantile(tail, of: values), high: Self.quantile(1 - tail, of: values))
    }

    /// The quantile of ascending values, linear between neighbours.
    private static func quantile(_ share: Double, of values: [Double]) -> Double {
        let place = share * Double(values.count - 1)
        let below = Int(place.rounded(.down))
        let above = min(below + 1, values.count - 1)
        return values[below] + (place - Double(below)) * (values[above] - values[below])
    }
}
