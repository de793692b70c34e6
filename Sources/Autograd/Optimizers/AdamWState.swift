/// What ``AdamW`` remembers: saved and restored bit for bit, training goes on as if it had never stopped.
public struct AdamWState<Scalar: TapeScalar>: Sendable, Equatable {
    /// How many updates have been made.
    public var step: Int

    /// The decaying mean of gradients, not yet corrected for its start at zero.
    public var firstMoments: NamedMatrices<Scalar>

    /// The decaying mean of squared gradients, not yet corrected for its start at zero.
    public var secondMoments: NamedMatrices<Scalar>

    /// The state before the first update.
    ///
    /// - Parameter parameters: What will be updated.
    public init(for parameters: NamedMatrices<Scalar>) {
        step = 0
        firstMoments = parameters.zeros()
        secondMoments = firstMoments
    }

    /// Restores a state.
    ///
    /// - Parameters:
    ///   - step: How many updates had been made.
    ///   - firstMoments: The decaying mean of gradients.
    ///   - secondMoments: The decaying mean of squared gradients.
    /// - Throws: ``OptimizerError`` if the step is negative or the moments have different names or shapes.
    public init(step: Int, firstMoments: NamedMatrices<Scalar>, secondMoments: NamedMatrices<Scalar>) throws {
        guard step >= 0 else { throw OptimizerError.negativeStep(step) }
        try OptimizerError.check(secondMoments, fits: firstMoments)
        self.step = step
        self.firstMoments = firstMoments
        self.secondMoments = secondMoments
    }
}
