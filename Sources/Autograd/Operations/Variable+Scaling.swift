extension Variable {
    /// Every number times a constant; the gradient is scaled alike.
    ///
    /// - Parameter factor: The constant.
    /// - Returns: The same shape.
    @_specialize(where Scalar == Float)
    public func scaled(by factor: Double) -> Variable {
        let factor = Scalar(factor)
        return derived(value.mapped { $0 * factor }) { [origin] slope, ledger in
            ledger.add(slope.mapped { $0 * factor }, to: origin)
        }
    }

    /// Each number times a constant of its own, row-major; the gradient is scaled alike.
    ///
    /// - Parameter factors: One for each number.
    /// - Returns: The same shape.
    public func scaled(by factors: [Double]) -> Variable {
        scaled(by: DenseMatrix(factors.map(Scalar.init), rows: rows, columns: columns))
    }

    /// Each number times its counterpart in a constant matrix; the gradient is scaled alike.
    ///
    /// - Parameter factors: A matrix of the same shape.
    /// - Returns: The same shape.
    @_specialize(where Scalar == Float)
    public func scaled(by factors: DenseMatrix<Scalar>) -> Variable {
        derived(value.combined(with: factors) { $0 * $1 }) { [origin] slope, ledger in
            ledger.add(slope.combined(with: factors) { $0 * $1 }, to: origin)
        }
    }

    /// Each row times a constant of its own, such as a mask; the gradient is scaled alike.
    ///
    /// - Parameter factors: One for each row, `[rows]`.
    /// - Returns: The same shape.
    @_specialize(where Scalar == Float)
    public func scaled(rowsBy factors: [Double]) -> Variable {
        precondition(factors.count == rows, "\(factors.count) factors for \(rows) rows")
        let factors = factors.map(Scalar.init)
        @inline(__always) func scaling(_ matrix: DenseMatrix<Scalar>) -> DenseMatrix<Scalar> {
            matrix.mappedRows { row, source, result in
                let factor = factors[row]
                for place in 0..<source.count { result[place] = source[place] * factor }
            }
        }
        return derived(scaling(value)) { [origin] slope, ledger in ledger.add(scaling(slope), to: origin) }
    }
}
