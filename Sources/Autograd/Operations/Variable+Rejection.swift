extension Variable {
    /// The chance that a draw from q = softmax(z) is rejected by a target p:  y[r] = 1 - Σ min(p, q).
    ///
    /// With A = Σ q over the columns where q < p, and the result's gradient g:  dz = g q (A - [q < p]).
    ///
    /// - Parameter target: p, constant probabilities, the shape of the logits.
    /// - Returns: `[rows, 1]`.
    @_specialize(where Scalar == Float)
    public func rejection(by target: DenseMatrix<Scalar>) -> Variable {
        precondition(target.hasShape(of: value), "target of another shape")
        let logSums = value.rowLogSums()
        let shares = value.exponentials(lessRows: logSums)
        let width = columns
        let losses = target.values.withUnsafeBufferPointer { target in
            shares.reducedRows { row, shares in
                let target = target.row(row, width: width)
                return 1 - laneSum(width) { shares[$0] < target[$0] ? shares[$0] : target[$0] }
            }
        }
        return derived(losses) { [origin] slope, ledger in
            ledger.add(
                shares.combinedRows(with: target) { row, shares, target, gradient in
                    let slope = slope.values[row]
                    let short = laneSum(width) { shares[$0] < target[$0] ? shares[$0] : 0 }
                    for place in 0..<width {
                        let mark: Scalar = shares[place] < target[place] ? 1 : 0
                        gradient[place] = slope * shares[place] * (short - mark)
                    }
                }, to: origin)
        }
    }
}
