import Foundation
public import Speculation

/// Pearson's chi-square test of drawn sequences against the law they should follow.
public struct GoodnessOfFit: Sendable, CustomStringConvertible {
    /// The sum of squared deviations over expectations.
    public let statistic: Double

    /// The number of sequences that could vary freely.
    public let degreesOfFreedom: Int

    /// The value that a true hypothesis exceeds with the stated error rate.
    public let criticalValue: Double

    /// Compares counts with a law; sequences expected fewer than five times are counted together.
    ///
    /// - Parameters:
    ///   - counts: How often each sequence was drawn.
    ///   - law: What they should follow.
    ///   - errorRate: The chance that a true hypothesis fails the test, in (0, 0.5).
    public init(of counts: [[Token]: Int], against law: OutputLaw, errorRate: Double) {
        self.init(of: counts, against: law.probabilities, errorRate: errorRate)
    }

    /// Compares counts of any kind of event with their probabilities; rare events are counted together.
    ///
    /// - Parameters:
    ///   - counts: How often each event was seen.
    ///   - probabilities: The probability of each, summing to 1.
    ///   - errorRate: The chance that a true hypothesis fails the test, in (0, 0.5).
    public init<Event: Hashable>(of counts: [Event: Int], against probabilities: [Event: Double], errorRate: Double) {
        let total = Double(counts.values.reduce(0, +))
        var statistic = 0.0
        var classes = 0
        var rareExpected = 0.0
        var rareCount = 0.0
        for event in Set(counts.keys).union(probabilities.keys) {
            let expected = total * (probabilities[event] ?? 0)
            let count = Double(counts[event] ?? 0)
            if expected >= 5 {
                statistic += (count - expected) * (count - expected) / expected
                classes += 1
            } else {
                rareExpected += expected
                rareCount += count
            }
        }
        if rareExpected > 0 {
            statistic += (rareCount - rareExpected) * (rareCount - rareExpected) / rareExpected
            classes += 1
        } else if rareCount > 0 {
            statistic = .infinity
        }
        self.statistic = statistic
        degreesOfFreedom = max(classes - 1, 1)
        criticalValue = Self.quantile(degreesOfFreedom, upperTail: errorRate)
    }

    /// Whether the deviations are no larger than chance explains.
    public var holds: Bool { statistic <= criticalValue }

    /// The test in figures.
    public var description: String {
        "chi-square \(statistic) with \(degreesOfFreedom) degrees of freedom, critical value \(criticalValue)"
    }

    /// The chi-square quantile by Wilson and Hilferty (1931), within a percent here.
    private static func quantile(_ degrees: Int, upperTail: Double) -> Double {
        let share = 2 / (9 * Double(degrees))
        let root = 1 - share + normalQuantile(upperTail: upperTail) * share.squareRoot()
        return Double(degrees) * root * root * root
    }

    /// The normal quantile, by bisection of its tail.
    private static func normalQuantile(upperTail: Double) -> Double {
        var low = 0.0
        var high = 40.0
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if erfc(middle / 2.0.squareRoot()) / 2 > upperTail { low = middle } else { high = middle }
        }
        return low
    }
}
