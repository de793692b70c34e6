extension Variable {
    /// The elementwise product A ∘ B of two variables of one shape.
    ///
    /// With the result's gradient G: dA = G ∘ B, dB = G ∘ A.
    @_specialize(where Scalar == Float)
    public static func * (left: Variable, right: Variable) -> Variable {
        let product = left.value.combined(with: right.value) { $0 * $1 }
        return left.derived(product, with: right) {
            [first = left.origin, second = right.origin, a = left.value, b = right.value] slope, ledger in
            ledger.add(slope.combined(with: b) { $0 * $1 }, to: first)
            ledger.add(slope.combined(with: a) { $0 * $1 }, to: second)
        }
    }
}
