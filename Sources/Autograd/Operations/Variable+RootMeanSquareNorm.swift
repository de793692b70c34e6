extension Variable {
    /// Divides by the root mean square and multiplies by a gain (RMSNorm, Zhang and Sennrich 2019).
    ///
    /// For each group of n = `gain.columns` numbers, with m = 1 / √(Σ x² / n + ε):  y = m x ∘ w.
    /// With the result's gradient g:  dx = m (g ∘ w) - (m³ / n) (Σ g ∘ w ∘ x) x,  dw = Σ over groups of m g ∘ x.
    ///
    /// - Parameters:
    ///   - gain: w, `[1, n]`; rows longer than it are normalized group by group, as q/k norms do for each head.
    ///   - epsilon: Added to the mean square.
    /// - Returns: The same shape.
    /// - Precondition: The columns are a multiple of the gain's.
    @_specialize(where Scalar == Float)
    public func normalized(gain: Variable, epsilon: Double) -> Variable {
        precondition(gain.rows == 1 && gain.columns > 0 && columns.isMultiple(of: gain.columns), "gain does not fit")
        let width = gain.columns
        let input = value.reshaped(columns: width)
        let inverses = input.inverseRootMeanSquares(epsilon: Scalar(epsilon))
        let normalized = gain.value.values.withUnsafeBufferPointer { weight in
            input.mappedRows { row, source, result in
                let inverse = inverses[row]
                for place in 0..<source.count { result[place] = source[place] * inverse * weight[place] }
            }
        }
        return derived(normalized.reshaped(columns: columns), with: gain) {
            [origin, columns, other = gain.origin, weight = gain.value] slope, ledger in
            let slope = slope.reshaped(columns: width)
            ledger.add(
                input.normSlope(slope, inverses: inverses, gain: weight).reshaped(columns: columns), to: origin)
            ledger.update(other, rows: 1, columns: width) { total in
                total.addGainSlope(input, slope, inverses: inverses)
            }
        }
    }
}

extension DenseMatrix {
    /// The same numbers in rows of another length.
    func reshaped(columns width: Int) -> DenseMatrix {
        DenseMatrix(values, rows: width == 0 ? rows : rows * columns / width, columns: width)
    }

    /// 1 / √(mean of squares + ε) of each row.
    @inline(__always)
    fileprivate func inverseRootMeanSquares(epsilon: Scalar) -> [Scalar] {
        let width = Scalar(columns)
        return reducedRows { _, numbers in 1 / (dotProduct(numbers, numbers) / width + epsilon).squareRoot() }.values
    }

    /// The norm's gradient with respect to its input, which is this matrix.
    @inline(__always)
    fileprivate func normSlope(_ slope: DenseMatrix, inverses: [Scalar], gain: DenseMatrix) -> DenseMatrix {
        let width = Scalar(columns)
        return gain.values.withUnsafeBufferPointer { weight in
            combinedRows(with: slope) { row, source, slope, result in
                let inverse = inverses[row]
                let overlap = laneSum(source.count) { slope[$0] * weight[$0] * source[$0] }
                let pull = inverse * inverse * inverse / width * overlap
                for place in 0..<source.count {
                    result[place] = inverse * slope[place] * weight[place] - pull * source[place]
                }
            }
        }
    }

    /// Adds the norm's gradient with respect to the gain, which this row is the gradient of.
    @inline(__always)
    fileprivate mutating func addGainSlope(_ input: DenseMatrix, _ slope: DenseMatrix, inverses: [Scalar]) {
        values.withUnsafeMutableBufferPointer { total in
            slope.values.withUnsafeBufferPointer { slope in
                input.forEachRow { row, source in
                    let (inverse, slope) = (inverses[row], slope.row(row, width: source.count))
                    for place in 0..<source.count { total[place] += inverse * slope[place] * source[place] }
                }
            }
        }
    }
}
