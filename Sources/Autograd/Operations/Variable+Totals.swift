extension Variable {
    /// The sum of all numbers, a scalar; the gradient goes to each of them.
    @_specialize(where Scalar == Float)
    public func sum() -> Variable {
        let total = value.values.withUnsafeBufferPointer { numbers in laneSum(numbers.count) { numbers[$0] } }
        return derived(DenseMatrix(scalar: total)) { [origin, rows, columns] slope, ledger in
            ledger.add(DenseMatrix(repeating: slope.values[0], rows: rows, columns: columns), to: origin)
        }
    }

    /// The mean of all numbers, a scalar.
    ///
    /// - Precondition: There is at least one number.
    public func mean() -> Variable {
        precondition(rows * columns > 0, "the mean of nothing")
        return sum().scaled(by: 1 / Double(rows * columns))
    }

    /// The sum of all numbers, each times a constant of its own, a scalar.
    ///
    /// - Parameter weights: One for each number, row-major.
    /// - Returns: `[1, 1]`.
    public func weightedSum(_ weights: [Double]) -> Variable { scaled(by: weights).sum() }

    /// The sum of each row's numbers, each times a constant of its own:  y[r] = Σ w[r, c] x[r, c],  dx = g w.
    ///
    /// - Parameter weights: A matrix of the same shape.
    /// - Returns: `[rows, 1]`.
    @_specialize(where Scalar == Float)
    public func rowSums(weightedBy weights: DenseMatrix<Scalar>) -> Variable {
        precondition(weights.hasShape(of: value), "weights of another shape")
        let width = columns
        let sums = weights.values.withUnsafeBufferPointer { weights in
            value.reducedRows { row, numbers in dotProduct(numbers, weights.row(row, width: width)) }
        }
        return derived(sums) { [origin] slope, ledger in
            ledger.add(
                weights.mappedRows { row, weights, result in
                    let slope = slope.values[row]
                    for place in 0..<weights.count { result[place] = slope * weights[place] }
                }, to: origin)
        }
    }

    /// The sum of each row's numbers, `[rows, 1]`.
    public func rowSums() -> Variable {
        rowSums(weightedBy: DenseMatrix(repeating: 1, rows: rows, columns: columns))
    }
}
