extension Variable {
    /// The exponential y = eˣ of each number; its derivative is y.
    @_specialize(where Scalar == Float)
    public func exponential() -> Variable {
        let result = value.mapped { Scalar.exponential($0) }
        return derived(result) { [origin] slope, ledger in
            ledger.add(slope.combined(with: result) { $0 * $1 }, to: origin)
        }
    }

    /// The natural logarithm y = ln x of each number; its derivative is 1 / x.
    @_specialize(where Scalar == Float)
    public func logarithm() -> Variable {
        derived(value.mapped { Scalar.logarithm($0) }) { [origin, value] slope, ledger in
            ledger.add(slope.combined(with: value) { $0 / $1 }, to: origin)
        }
    }
}
