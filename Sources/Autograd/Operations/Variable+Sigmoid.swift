extension Variable {
    /// The logistic function y = 1 / (1 + e⁻ˣ) of each number; its derivative is y (1 - y).
    @_specialize(where Scalar == Float)
    public func sigmoid() -> Variable {
        let result = value.mapped { logistic($0) }
        return derived(result) { [origin] slope, ledger in
            ledger.add(slope.combined(with: result) { $0 * $1 * (1 - $1) }, to: origin)
        }
    }
}
