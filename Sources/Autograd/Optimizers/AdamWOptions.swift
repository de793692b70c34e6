/// The constants of ``AdamW``.
public struct AdamWOptions: Sendable, Hashable {
    /// The decay of the mean of gradients, in 0 ..< 1.
    public var firstDecay: Double

    /// The decay of the mean of squared gradients, in 0 ..< 1.
    public var secondDecay: Double

    /// Added to the root of the second moment.
    public var epsilon: Double

    /// The share of each parameter that a step of rate 1 takes away, apart from the gradient.
    public var weightDecay: Double

    /// States the constants; the defaults are EAGLE-3's and GTO's.
    ///
    /// - Parameters:
    ///   - firstDecay: The decay of the mean of gradients (beta 1).
    ///   - secondDecay: The decay of the mean of squared gradients (beta 2).
    ///   - epsilon: Added to the root of the second moment.
    ///   - weightDecay: The decoupled weight decay.
    /// - Precondition: The decays are in 0 ..< 1, and nothing is negative.
    public init(
        firstDecay: Double = 0.9, secondDecay: Double = 0.95, epsilon: Double = 1e-8, weightDecay: Double = 0
    ) {
        precondition((0..<1).contains(firstDecay) && (0..<1).contains(secondDecay), "a decay outside 0 ..< 1")
        precondition(epsilon >= 0 && weightDecay >= 0, "a negative constant")
        self.firstDecay = firstDecay
        self.secondDecay = secondDecay
        self.epsilon = epsilon
        self.weightDecay = weightDecay
    }
}
