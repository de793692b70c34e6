extension Variable {
    /// The pessimistic bound of a policy's gain, y = min(s a, clip(s, 1 - ε, 1 + ε') a) (PPO, arXiv 1707.06347).
    ///
    /// The derivative with respect to the ratio s is a where s a is the lesser or s lies in the range, else 0: a good
    /// ratio is not pushed beyond the range, while a bad one is always pulled back.
    ///
    /// - Parameters:
    ///   - advantages: a, constants, one for each number.
    ///   - lower: 1 - ε.
    ///   - upper: 1 + ε'.
    /// - Returns: The same shape.
    @_specialize(where Scalar == Float)
    public func clippedSurrogate(advantages: [Double], from lower: Double, to upper: Double) -> Variable {
        precondition(lower <= upper, "an empty range")
        let advantages = DenseMatrix(advantages.map(Scalar.init), rows: rows, columns: columns)
        let (lower, upper) = (Scalar(lower), Scalar(upper))
        let bound = value.combined(with: advantages) { min($0 * $1, min(max($0, lower), upper) * $1) }
        return derived(bound) { [origin, value] slope, ledger in
            ledger.add(
                slope.combined(with: value, advantages) { slope, ratio, advantage in
                    ratio * advantage <= min(max(ratio, lower), upper) * advantage ? slope * advantage : 0
                }, to: origin)
        }
    }
}
