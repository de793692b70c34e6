/// Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101).
///
/// Update t with gradient g, rate η and decays β₁, β₂:
/// ```
/// p ← (1 - η λ) p
/// m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
/// p ← p - η / (1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + ε)
/// ```
public struct AdamW<Scalar: TapeScalar>: Sendable {
    /// The constants.
    public let options: AdamWOptions

    /// The moments and the number of updates.
    public private(set) var state: AdamWState<Scalar>

    /// Starts an optimizer.
    ///
    /// - Parameters:
    ///   - parameters: What it will update.
    ///   - options: The constants.
    public init(for parameters: NamedMatrices<Scalar>, options: AdamWOptions = AdamWOptions()) {
        self.options = options
        state = AdamWState(for: parameters)
    }

    /// Continues from a saved state.
    ///
    /// - Parameters:
    ///   - parameters: What it will update.
    ///   - options: The constants.
    ///   - state: The saved state.
    /// - Throws: ``OptimizerError`` if the state's names or shapes are not the parameters'.
    public init(
        for parameters: NamedMatrices<Scalar>, options: AdamWOptions = AdamWOptions(),
        restoring state: AdamWState<Scalar>
    ) throws {
        try OptimizerError.check(state.firstMoments, fits: parameters)
        try OptimizerError.check(state.secondMoments, fits: parameters)
        self.options = options
        self.state = state
    }

    /// Makes one update.
    ///
    /// - Parameters:
    ///   - parameters: Changed in place, without a copy if they are not shared.
    ///   - gradients: One for each parameter.
    ///   - rate: The learning rate of this update.
    /// - Precondition: Names and shapes are those of the start.
    public mutating func update(
        _ parameters: inout NamedMatrices<Scalar>, gradients: NamedMatrices<Scalar>, rate: Double
    ) {
        precondition(parameters.fits(gradients) && state.firstMoments.fits(gradients), "gradients do not fit")
        state.step += 1
        let step = AdamWStep<Scalar>(options, number: state.step, rate: rate)
        for place in gradients.matrices.indices {
            Scalar.update(
                &parameters.matrices[place], first: &state.firstMoments.matrices[place],
                second: &state.secondMoments.matrices[place], gradient: gradients.matrices[place], by: step)
        }
    }
}
