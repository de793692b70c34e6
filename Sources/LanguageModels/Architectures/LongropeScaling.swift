import Tensors

/// LongRoPE (arXiv 2402.13753): a divisor for each pair of a head's columns, of its own for texts beyond the trained context.
///
/// A sequence that begins with more tokens than the trained context turns by the long divisors throughout, any other by the
/// short ones. Where a target's text grows beyond the trained context it is read anew by the long divisors, as transformers
/// does; a draft's own text ends there.
public struct LongropeScaling: Sendable, Hashable {
    /// The divisors of short texts, `[pairs]`.
    public var short: [Double]

    /// The divisors of long ones; nil where the context is no longer than the trained one.
    public var long: [Double]?

    /// The trained context, in tokens.
    public var originalContext: Int

    /// Multiplies cosines and sines.
    public var magnitude: Double

    /// States a scaling.
    ///
    /// - Parameters:
    ///   - short: The divisors of short texts.
    ///   - long: The divisors of long ones; nil where there are none.
    ///   - originalContext: The trained context, in tokens.
    ///   - magnitude: Multiplies cosines and sines.
    public init(short: [Double], long: [Double]?, originalContext: Int, magnitude: Double) {
        self.short = short
        self.long = long
        self.originalContext = originalContext
        self.magnitude = magnitude
    }

    /// The frequencies of pairs.
    ///
    /// - Parameter plain: Undivided ones.
    /// - Returns: Those of short and of long texts.
    func dividing(_ plain: [Float]) -> RotaryFrequencies {
        func divided(by divisors: [Double]) -> [Float] { zip(plain, divisors).map { $0 / Float($1) } }
        return RotaryFrequencies(
            divided(by: short), magnitude: Float(magnitude),
            longTexts: long.map { LongTexts(divided(by: $0), beyond: originalContext) })
    }
}
