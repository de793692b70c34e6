extension Variable {
    /// The cross-entropy of each row of logits z against constant probabilities p, without a matrix of log-softmax.
    ///
    /// y[r] = -Σ p log softmax(z) = (log Σ eᶻ) Σ p - Σ p z.  With the result's gradient g:  dz = g (softmax(z) Σ p - p).
    ///
    /// - Parameter target: p, the shape of the logits; a row need not sum to 1, and one of zeros costs nothing.
    /// - Returns: `[rows, 1]`.
    public func softCrossEntropy(against target: DenseMatrix<Scalar>) -> Variable {
        precondition(target.hasShape(of: value), "target of another shape")
        return softCrossEntropy(against: target, rows: (0..<rows).map { $0 })
    }

    /// The same against any rows of the probabilities, which several steps can share.
    ///
    /// - Parameters:
    ///   - target: p, as many columns as the logits.
    ///   - selection: The row of the target for each row of logits; nil costs nothing, `[rows]`.
    /// - Returns: `[rows, 1]`.
    /// - Precondition: Every row exists.
    @_specialize(where Scalar == Float)
    public func softCrossEntropy(against target: DenseMatrix<Scalar>, rows selection: [Int?]) -> Variable {
        precondition(target.columns == columns, "a target of \(target.columns) columns for \(columns)")
        precondition(selection.count == rows, "\(selection.count) rows for \(rows)")
        precondition(
            selection.allSatisfy { $0.map { $0 >= 0 && $0 < target.rows } ?? true }, "a row outside the target")
        let places = selection.map { Int32($0 ?? -1) }
        let logSums = value.rowLogSums()
        let rowMasses = target.reducedRows { _, numbers in laneSum(numbers.count) { numbers[$0] } }.values
        let masses = selection.map { $0.map { rowMasses[$0] } ?? 0 }
        let overlaps = Scalar.rowDots(value, target, at: places)
        let losses = masses.indices.map { row in
            masses[row] == 0 ? 0 : logSums[row] * masses[row] - overlaps[row]
        }
        return derived(DenseMatrix(column: losses)) { [origin, value] slope, ledger in
            let slopes = slope.values.indices.map { masses[$0] == 0 ? 0 : slope.values[$0] }
            ledger.add(
                Scalar.softmaxGradient(
                    SoftmaxSlope(
                        logits: value, logSums: logSums, shares: zip(slopes, masses).map(*), target: target,
                        places: places, slopes: slopes)), to: origin)
        }
    }
}
