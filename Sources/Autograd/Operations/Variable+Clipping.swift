extension Variable {
    /// Each number limited to a range; the derivative is 1 inside, bounds included, and 0 outside.
    ///
    /// - Parameters:
    ///   - lower: The least value.
    ///   - upper: The greatest value, not below the least.
    /// - Returns: The same shape.
    @_specialize(where Scalar == Float)
    public func clipped(from lower: Double, to upper: Double) -> Variable {
        precondition(lower <= upper, "an empty range")
        let (lower, upper) = (Scalar(lower), Scalar(upper))
        return derived(value.mapped { min(max($0, lower), upper) }) { [origin, value] slope, ledger in
            ledger.add(slope.combined(with: value) { $1 < lower || $1 > upper ? 0 : $0 }, to: origin)
        }
    }

    /// The lesser of two variables of one shape, number by number; the gradient goes to the lesser, to A if equal.
    ///
    /// - Parameters:
    ///   - left: A.
    ///   - right: B.
    /// - Returns: The same shape.
    @_specialize(where Scalar == Float)
    public static func minimum(_ left: Variable, _ right: Variable) -> Variable {
        let lesser = left.value.combined(with: right.value) { $1 < $0 ? $1 : $0 }
        return left.derived(lesser, with: right) {
            [first = left.origin, second = right.origin, a = left.value, b = right.value] slope, ledger in
            ledger.add(slope.combined(with: a, b) { slope, a, b in b < a ? 0 : slope }, to: first)
            ledger.add(slope.combined(with: a, b) { slope, a, b in b < a ? slope : 0 }, to: second)
        }
    }
}
