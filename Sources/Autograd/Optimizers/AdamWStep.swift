/// The factors of one update of ``AdamW``.
///
/// ```
/// m ← firstDecay m + firstGain g        v ← secondDecay v + secondGain g²
/// p ← shrink p - rate m / (√v rootScale + epsilon)
/// ```
public struct AdamWStep<Scalar: TapeScalar>: Sendable {
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
}
