extension Variable {
    /// The logarithm of the softmax over each row:  y = x - log Σ eˣ.
    ///
    /// With the result's gradient g:  dx = g - eʸ Σ g.
    @_specialize(where Scalar == Float)
    public func logSoftmax() -> Variable {
        let logSums = value.rowLogSums()
        let result = value.mappedRows { row, source, result in
            let logSum = logSums[row]
            for place in 0..<source.count { result[place] = source[place] - logSum }
        }
        return derived(result) { [origin] slope, ledger in
            ledger.add(
                slope.combinedRows(with: result) { _, slope, logarithms, gradient in
                    let total = laneSum(slope.count) { slope[$0] }
                    for place in 0..<slope.count {
                        gradient[place] = slope[place] - Scalar.exponential(logarithms[place]) * total
                    }
                }, to: origin)
        }
    }
}
