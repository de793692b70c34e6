extension Variable {
    /// The log-probability that each row of logits z gives to one column, without a matrix of log-softmax.
    ///
    /// y[r] = z[r, c(r)] - log Σ eᶻ.  With the result's gradient g:  dz = g (1 at c(r), minus softmax(z)).
    ///
    /// - Parameter selection: c, a column for each row, or nil for 0, `[rows]`.
    /// - Returns: `[rows, 1]`.
    /// - Precondition: Every column exists.
    @_specialize(where Scalar == Float)
    public func tokenLogProbabilities(_ selection: [Int?]) -> Variable {
        precondition(selection.count == rows, "\(selection.count) columns for \(rows) rows")
        precondition(
            selection.allSatisfy { $0.map { $0 >= 0 && $0 < columns } ?? true }, "a column outside 0 ..< \(columns)")
        let logSums = value.rowLogSums()
        let result = value.reducedRows { row, logits in selection[row].map { logits[$0] - logSums[row] } ?? 0 }
        return derived(result) { [origin, value] slope, ledger in
            let slopes = selection.indices.map { selection[$0] == nil ? 0 : slope.values[$0] }
            var gradient = Scalar.softmaxGradient(
                SoftmaxSlope(
                    logits: value, logSums: logSums, shares: slopes.map { -$0 }, target: value,
                    places: [Int32](repeating: -1, count: slopes.count), slopes: slopes))
            for (row, column) in selection.enumerated() {
                if let column { gradient[row, column] += slopes[row] }
            }
            ledger.add(gradient, to: origin)
        }
    }
}
