/// What training a head took.
public struct TrainingCost: Sendable, Equatable {
    /// Updates.
    public let steps: Int

    /// Seconds of training, held-out evaluation not counted.
    public let seconds: Double

    /// Floating-point operations of target and drafts.
    public let flops: Double

    /// States a cost.
    ///
    /// - Parameters:
    ///   - steps: Updates.
    ///   - seconds: Seconds of training.
    ///   - flops: Floating-point operations.
    public init(steps: Int, seconds: Double, flops: Double) {
        self.steps = steps
        self.seconds = seconds
        self.flops = flops
    }

    /// A head that nobody trained.
    public static let nothing = TrainingCost(steps: 0, seconds: 0, flops: 0)
}
