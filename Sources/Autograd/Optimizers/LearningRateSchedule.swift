import Foundation

/// The learning rate of each update: a linear warm-up, then a decay to a floor.
public struct LearningRateSchedule: Sendable, Hashable {
    /// How the rate goes from its peak to its floor.
    public enum Decay: String, Sendable, Hashable, CaseIterable {
        /// It stays at the peak.
        case constant
        /// In equal steps.
        case linear
        /// Along half a cosine.
        case cosine
    }

    /// The rate at the end of the warm-up.
    public let peak: Double

    /// The rate at the end of the decay and after it.
    public let floor: Double

    /// How many updates warm up.
    public let warmUpUpdates: Int

    /// The update at which the decay ends, counted from the start of training.
    public let totalUpdates: Int

    /// How the rate falls.
    public let decay: Decay

    /// Describes a schedule.
    ///
    /// - Parameters:
    ///   - peak: The rate at the end of the warm-up.
    ///   - warmUpUpdates: How many updates warm up.
    ///   - decay: How the rate falls.
    ///   - totalUpdates: The update at which the decay ends; not used by a constant rate.
    ///   - floor: The rate at the end of the decay.
    /// - Precondition: Rates and counts are not negative, and the floor does not exceed the peak.
    public init(
        peak: Double, warmUpUpdates: Int = 0, decay: Decay = .constant, totalUpdates: Int = 0, floor: Double = 0
    ) {
        precondition(peak >= 0 && floor >= 0 && floor <= peak, "rates from \(floor) to \(peak)")
        precondition(warmUpUpdates >= 0 && totalUpdates >= 0, "a negative number of updates")
        self.peak = peak
        self.warmUpUpdates = warmUpUpdates
        self.decay = decay
        self.totalUpdates = totalUpdates
        self.floor = floor
    }

    /// The rate of an update.
    ///
    /// Update n of a warm-up of W has rate peak · n / W, so that not even the first is wasted; then, with
    /// x = (n - W) / (total - W) limited to 0 … 1, the rate is floor + (peak - floor) · (1 - x), or with
    /// (1 + cos πx) / 2 in place of 1 - x.
    ///
    /// - Parameter update: Counted from 1.
    /// - Returns: The learning rate.
    public func rate(ofUpdate update: Int) -> Double {
        precondition(update >= 1, "update \(update)")
        if update <= warmUpUpdates { return peak * Double(update) / Double(warmUpUpdates) }
        let span = totalUpdates - warmUpUpdates
        let progress = span > 0 ? min(Double(update - warmUpUpdates) / Double(span), 1) : 1
        switch decay {
        case .constant: return peak
        case .linear: return floor + (peak - floor) * (1 - progress)
        case .cosine: return floor + (peak - floor) * (1 + cos(.pi * progress)) / 2
        }
    }
}
