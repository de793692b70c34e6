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

    /// The rate of the update that ends at a share of training.
    ///
    /// A warm-up of share w has rate peak · s / w at share s; then, with x = (s - w) / (1 - w), the rate is
    /// floor + (peak - floor) · (1 - x), or with (1 + cos πx) / 2 in place of 1 - x.
    ///
    /// - Parameter share: How much of training is done after the update; beyond 1 the rate stays where it ends.
    /// - Returns: The learning rate.
    public func rate(at share: Double) -> Double {
        if share < warmUp { return peak * share / warmUp }
        let progress = warmUp < 1 ? min((share - warmUp) / (1 - warmUp), 1) : 0
        switch decay {
        case .constant: return peak
        case .linear: return floor + (peak - floor) * (1 - progress)
        case .cosine: return floor + (peak - floor) * (1 + cos(.pi * progress)) / 2
        }
    }
}
