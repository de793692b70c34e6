/// A scalar or vector of the autograd layer; operations act elementwise.
public protocol DifferentiableValue {
    /// The sum of two values of one shape.
    static func + (left: Self, right: Self) -> Self

    /// The elementwise product of two values of one shape.
    static func * (left: Self, right: Self) -> Self

    /// Each element times a constant.
    ///
    /// - Parameter factor: The constant.
    /// - Returns: A value of the same shape.
    func scaled(by factor: Double) -> Self

    /// Each element plus a constant of its own.
    ///
    /// - Parameter terms: One for each element.
    /// - Returns: A value of the same shape.
    func shifted(by terms: [Double]) -> Self

    /// Each element times a constant of its own.
    ///
    /// - Parameter factors: One for each element.
    /// - Returns: A value of the same shape.
    func scaled(by factors: [Double]) -> Self

    /// Applies a smooth or clipping function to each element.
    func mapped(_ function: ElementaryFunction) -> Self

    /// The sum of all elements, a scalar.
    func sum() -> Self

    /// The numbers, for decisions that no gradient flows through.
    var numbers: [Double] { get }
}

/// The elementwise functions that objectives are made of.
public enum ElementaryFunction: Sendable, Hashable {
    /// The exponential.
    case exponential

    /// The natural logarithm.
    case logarithm

    /// 1 / (1 + e⁻ˣ).
    case sigmoid

    /// The value limited to a range; no gradient outside.
    case clipped(from: Double, to: Double)

    /// The lesser of x · a and clip(x) · a, PPO's pessimistic bound with advantage a.
    case clippedSurrogate(advantages: [Double], from: Double, to: Double)
}
