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
            step.apply(
                to: &parameters.matrices[place], first: &state.firstMoments.matrices[place],
                second: &state.secondMoments.matrices[place], gradient: gradients.matrices[place])
        }
    }
}

/// The factors of one update.
private struct AdamWStep<Scalar: TapeScalar> {
    let shrink, firstDecay, firstGain, secondDecay, secondGain, rate, rootScale, epsilon: Scalar

    init(_ options: AdamWOptions, number: Int, rate: Double) {
        shrink = Scalar(1 - rate * options.weightDecay)
        firstDecay = Scalar(options.firstDecay)
        firstGain = Scalar(1 - options.firstDecay)
        secondDecay = Scalar(options.secondDecay)
        secondGain = Scalar(1 - options.secondDecay)
        self.rate = Scalar(rate / (1 - Self.power(options.firstDecay, number)))
        rootScale = Scalar(1 / (1 - Self.power(options.secondDecay, number)).squareRoot())
        epsilon = Scalar(options.epsilon)
    }

    /// A natural power by repeated squaring, the same on every platform.
    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, factor, rest) = (1.0, base, exponent)
        while rest > 0 {
            if !rest.isMultiple(of: 2) { result *= factor }
            factor *= factor
            rest /= 2
        }
        return result
    }

    @_specialize(where Scalar == Float)
    func apply(
        to parameter: inout DenseMatrix<Scalar>, first: inout DenseMatrix<Scalar>, second: inout DenseMatrix<Scalar>,
        gradient: DenseMatrix<Scalar>
    ) {
        first.update(with: gradient) { $0 = firstDecay * $0 + firstGain * $1 }
        second.update(with: gradient) { $0 = secondDecay * $0 + secondGain * $1 * $1 }
        let change = first.combined(with: second) { rate * $0 / ($1.squareRoot() * rootScale + epsilon) }
        parameter.update(with: change) { $0 = shrink * $0 - $1 }
    }
}
