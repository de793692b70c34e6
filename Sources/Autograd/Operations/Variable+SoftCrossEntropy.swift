extension Variable {
    /// The cross-entropy of each row of logits z against constant probabilities p, without a matrix of log-softmax.
    ///
    /// y[r] = -Σ p log softmax(z) = (log Σ eᶻ) Σ p - Σ p z.  With the result's gradient g:  dz = g (softmax(z) Σ p - p).
    ///
    /// - Parameter target: p, the shape of the logits; a row need not sum to 1, and one of zeros costs nothing.
    /// - Returns: `[rows, 1]`.
    @_specialize(where Scalar == Float)
    public func softCrossEntropy(against target: DenseMatrix<Scalar>) -> Variable {
        precondition(target.hasShape(of: value), "target of another shape")
        let logSums = value.rowLogSums()
        let masses = target.reducedRows { _, numbers in laneSum(numbers.count) { numbers[$0] } }.values
        let width = columns
        let losses = target.values.withUnsafeBufferPointer { target in
            value.reducedRows { row, logits in
                masses[row] == 0 ? 0 : logSums[row] * masses[row] - dotProduct(logits, target.row(row, width: width))
            }
        }
        return derived(losses) { [origin, value] slope, ledger in
            ledger.add(
                value.combinedRows(with: target) { row, logits, target, gradient in
                    let (slope, logSum, mass) = (slope.values[row], logSums[row], masses[row])
                    guard slope != 0, mass != 0 else { return gradient.update(repeating: 0) }
                    for place in 0..<logits.count {
                        let share = Scalar.exponential(logits[place] - logSum)
                        gradient[place] = slope * (share * mass - target[place])
                    }
                }, to: origin)
        }
    }
}
