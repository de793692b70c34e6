public import Autograd

/// Everything that training goes on from: saved and restored bit for bit, it goes on as if it had never stopped.
///
/// The order of the data and all draws follow from the seed and the number of updates.
public struct TrainerState: Sendable, Equatable {
    /// The head's parameters.
    public var parameters: NamedMatrices<Float>

    /// The optimizer's moments and the number of updates.
    public var optimizer: AdamWState<Float>

    /// What has been spent.
    public var spent = ComputeCount()

    /// How long training has taken, held-out evaluation not counted.
    public var seconds = 0.0

    /// The decaying mean of gradient norms before clipping; 0 before the first update.
    public var usualNorm = 0.0

    /// The best held-out acceptance length so far; nil before the first evaluation.
    public var best: Best?

    /// After how many updates held-out prompts were decoded last; nil before the first evaluation.
    public internal(set) var evaluated: Int?

    /// The parameters that did best on held-out prompts.
    public struct Best: Sendable, Equatable {
        /// The acceptance length.
        public var tau: Double

        /// After how many updates.
        public var step: Int
    }

    /// The state before the first update.
    ///
    /// - Parameter parameters: What training starts from.
    public init(parameters: NamedMatrices<Float>) {
        self.parameters = parameters
        optimizer = AdamWState(for: parameters)
    }

    /// How many updates have been made.
    public var step: Int { optimizer.step }
}
