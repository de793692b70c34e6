extension Variable {
    /// The product A·B.
    ///
    /// With the result's gradient G: dA = G·Bᵀ, dB = Aᵀ·G.
    ///
    /// - Parameter right: B, `[columns, n]`.
    /// - Returns: `[rows, n]`.
    public func multiplied(by right: Variable) -> Variable {
        let product = DenseMatrix.product(MatrixWindow(value), MatrixWindow(right.value))
        return derived(product, with: right) {
            [origin, value, other = right.origin, factor = right.value] slope, ledger in
            ledger.addProduct(MatrixWindow(slope), MatrixWindow(factor).transposed, to: origin)
            ledger.addProduct(MatrixWindow(value).transposed, MatrixWindow(slope), to: other)
        }
    }

    /// The product A·Bᵀ, as a layer multiplies its rows with its weights.
    ///
    /// With the result's gradient G: dA = G·B, dB = Gᵀ·A.
    ///
    /// - Parameter right: B, `[n, columns]`.
    /// - Returns: `[rows, n]`.
    public func multiplied(byTransposeOf right: Variable) -> Variable {
        let product = DenseMatrix.product(MatrixWindow(value), MatrixWindow(right.value).transposed)
        return derived(product, with: right) {
            [origin, value, other = right.origin, factor = right.value] slope, ledger in
            ledger.addProduct(MatrixWindow(slope), MatrixWindow(factor), to: origin)
            ledger.addProduct(MatrixWindow(slope).transposed, MatrixWindow(value), to: other)
        }
    }
}
