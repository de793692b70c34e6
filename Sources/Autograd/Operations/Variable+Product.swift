extension Variable {
    /// The product A·B.
    ///
    /// With the result's gradient G: dA = G·Bᵀ, dB = Aᵀ·G.
    ///
    /// - Parameter right: B, `[columns, n]`; it says how far the factors of all three products are rounded.
    /// - Returns: `[rows, n]`.
    public func multiplied(by right: Variable) -> Variable {
        let product = DenseMatrix.product(
            MatrixWindow(value), MatrixWindow(right.value), rounding: right.factorRounding)
        return derived(product, with: right) {
            [origin, value, other = right.origin, factor = right.value, rounding = right.factorRounding] slope, ledger
            in
            ledger.addProduct(MatrixWindow(slope), MatrixWindow(factor).transposed, rounding: rounding, to: origin)
            ledger.addProduct(MatrixWindow(value).transposed, MatrixWindow(slope), rounding: rounding, to: other)
        }
    }

    /// The product A·Bᵀ, as a layer multiplies its rows with its weights.
    ///
    /// With the result's gradient G: dA = G·B, dB = Gᵀ·A.
    ///
    /// - Parameter right: B, `[n, columns]`; it says how far the factors of all three products are rounded.
    /// - Returns: `[rows, n]`.
    public func multiplied(byTransposeOf right: Variable) -> Variable {
        let product = DenseMatrix.product(
            MatrixWindow(value), MatrixWindow(right.value).transposed, rounding: right.factorRounding)
        return derived(product, with: right) {
            [origin, value, other = right.origin, factor = right.value, rounding = right.factorRounding] slope, ledger
            in
            ledger.addProduct(MatrixWindow(slope), MatrixWindow(factor), rounding: rounding, to: origin)
            ledger.addProduct(MatrixWindow(slope).transposed, MatrixWindow(value), rounding: rounding, to: other)
        }
    }
}
