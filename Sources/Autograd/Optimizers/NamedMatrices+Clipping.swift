/// The length of all gradients taken as one vector.
public struct GradientNorm: Sendable, Hashable {
    /// √(Σ g²), before any clipping; NaN or infinite if any gradient is.
    public let value: Double

    /// Whether it is an ordinary number; if not, the gradients must not be used.
    public var isFinite: Bool { value.isFinite }
}

extension NamedMatrices {
    /// The L2 norm over all numbers, summed in double precision.
    @_specialize(where Scalar == Float)
    public func norm() -> GradientNorm {
        var total = 0.0
        for matrix in matrices {
            matrix.values.withUnsafeBufferPointer { numbers in
                total += laneSum(numbers.count) { Double(numbers[$0]) * Double(numbers[$0]) }
            }
        }
        return GradientNorm(value: total.squareRoot())
    }

    /// Scales all numbers down together so that their L2 norm does not exceed a limit.
    ///
    /// Nothing is changed if the norm is within the limit, or is not finite.
    ///
    /// - Parameter limit: The largest norm, above 0.
    /// - Returns: The norm before clipping.
    public mutating func clip(toNorm limit: Double) -> GradientNorm {
        precondition(limit > 0, "a limit of \(limit)")
        let norm = norm()
        if norm.isFinite, norm.value > limit { scale(by: Scalar(limit / norm.value)) }
        return norm
    }
}
