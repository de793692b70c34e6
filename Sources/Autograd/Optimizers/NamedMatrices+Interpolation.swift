extension NamedMatrices {
    /// The numbers between these and others, `other + (1 - share) · (self - other)`.
    ///
    /// Between the weights that training started from and those it ended with there is often a network that keeps what the
    /// first could do and has learnt what the second can (WiSE-FT, arXiv 2109.01903).
    ///
    /// - Parameters:
    ///   - other: The same names and shapes in the same order.
    ///   - share: How much of the other's numbers the result has, 0 to 1; 0 gives these numbers, and equal ones stay equal,
    ///     to the bit.
    /// - Returns: The same names and shapes.
    public func interpolated(towards other: NamedMatrices, share: Scalar) -> NamedMatrices {
        precondition(fits(other), "different names or shapes")
        guard share > 0 else { return self }
        var result = other
        for place in matrices.indices {
            var step = other.matrices[place]
            step.scale(by: -1)
            step.add(matrices[place])
            step.scale(by: 1 - share)
            result.matrices[place].add(step)
        }
        return result
    }
}
