import Foundation
public import Speculation

/// The learning rate over the course of training: a linear warm-up, then a decay to a floor.
///
/// It is stated in shares of the whole, not in updates, so that it is the same whether training is limited by updates,
/// by operations or by time.
public struct LearningRateSchedule: Sendable, Hashable {
    /// The rate at the end of the warm-up.
    public let peak: Double

    /// The rate at the end of training.
    public let floor: Double

    /// The share of training that warms up, from 0 to 1.
    public let warmUp: Double

    /// How the rate falls.
    public let decay: LearningRateDecay

    /// Describes a schedule.
    ///
    /// - Parameters:
    ///   - peak: The rate at the end of the warm-up.
    ///   - warmUp: The share of training that warms up.
    ///   - decay: How the rate falls.
    ///   - floor: The rate at the end of training; a constant rate never reaches it.
    /// - Precondition: Rates are not negative, the floor does not exceed the peak, and the share is one.
    public init(peak: Double, warmUp: Double = 0, decay: LearningRateDecay = .constant, floor: Double = 0) {
        precondition(peak >= 0 && floor >= 0 && floor <= peak, "rates from \(floor) to \(peak)")
        precondition((0...1).contains(warmUp), "a share of \(warmUp)")
        self.peak = peak
        self.warmUp = warmUp
        self.decay = decay
        self.floor = floor
    }

    /// The rate of one update.
    ///
    /// A warm-up of share w has rate peak · e / w where the update ends at share e < w; then, with x = (b - w) / (1 - w) where
    /// it begins at share b, the rate is floor + (peak - floor) · (1 - x), or with (1 + cos πx) / 2 in place of 1 - x. So neither
    /// the first update nor the last has rate 0, which would be work for nothing.
    ///
    /// - Parameters:
    ///   - start: How much of training is done before the update.
    ///   - end: How much is done after it.
    /// - Returns: The learning rate; beyond 1 it stays at the floor.
    public func rate(from start: Double, to end: Double) -> Double {
        if end < warmUp { return peak * end / warmUp }
        let progress = warmUp < 1 ? min(max(start - warmUp, 0) / (1 - warmUp), 1) : 0
        switch decay {
        case .constant: return peak
        case .linear: return floor + (peak - floor) * (1 - progress)
        case .cosine: return floor + (peak - floor) * (1 + cos(.pi * progress)) / 2
        }
    }
}
