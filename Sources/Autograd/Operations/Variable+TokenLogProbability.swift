extension Variable {
    /// The log-probability that each row of logits z gives to one column, without a matrix of log-softmax.
    ///
    /// y[r] = z[r, c(r)] - log Σ eᶻ.  With the result's gradient g:  dz = g (1 at c(r), minus softmax(z)).
    ///
    /// - Parameter selection: c, a column for each row, `[rows]`.
    /// - Returns: `[rows, 1]`.
    /// - Precondition: Every column exists.
    @_specialize(where Scalar == Float)
    public func tokenLogProbabilities(_ selection: [Int]) -> Variable {
        precondition(selection.count == rows, "\(selection.count) columns for \(rows) rows")
        precondition(selection.allSatisfy { $0 >= 0 && $0 < columns }, "a column outside 0 ..< \(columns)")
        let logSums = value.rowLogSums()
        let result = value.reducedRows { row, logits in logits[selection[row]] - logSums[row] }
        return derived(result) { [origin, value] slope, ledger in
            ledger.add(
                value.mappedRows { row, logits, gradient in
                    let (slope, logSum) = (slope.values[row], logSums[row])
                    guard slope != 0 else { return gradient.update(repeating: 0) }
                    for place in 0..<logits.count {
                        gradient[place] = -slope * Scalar.exponential(logits[place] - logSum)
                    }
                    gradient[selection[row]] += slope
                }, to: origin)
        }
    }
}
