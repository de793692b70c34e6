extension Variable {
    /// Lays two variables side by side: y = [A ; B] along columns.
    ///
    /// The gradient is cut in the same place.
    ///
    /// - Parameter right: B, with as many rows.
    /// - Returns: `[rows, columns + right.columns]`.
    @_specialize(where Scalar == Float)
    public func joined(with right: Variable) -> Variable {
        precondition(rows == right.rows, "\(rows) rows beside \(right.rows)")
        let joined = value.beside(right.value)
        return derived(joined, with: right) {
            [origin, other = right.origin, rows, columns, otherColumns = right.columns] slope, ledger in
            ledger.add(slope.cutting(rows: 0..<rows, columns: 0..<columns), to: origin)
            ledger.add(slope.cutting(rows: 0..<rows, columns: columns..<columns + otherColumns), to: other)
        }
    }

    /// Stacks variables of as many columns on top of each other.
    ///
    /// The gradient is cut in the same places.
    ///
    /// - Parameter variables: At least one.
    /// - Returns: All their rows in order.
    @_specialize(where Scalar == Float)
    public static func stacked(_ variables: [Variable]) -> Variable {
        guard let first = variables.first else { preconditionFailure("nothing to stack") }
        precondition(variables.allSatisfy { $0.columns == first.columns }, "columns differ")
        let stacked = DenseMatrix(
            variables.flatMap(\.value.values), rows: variables.reduce(0) { $0 + $1.rows }, columns: first.columns)
        let parts = variables.map { (origin: $0.origin, rows: $0.rows) }
        return first.derived(stacked, with: Array(variables.dropFirst())) { slope, ledger in
            var start = 0
            for part in parts {
                ledger.add(slope.cutting(rows: start..<start + part.rows, columns: 0..<slope.columns), to: part.origin)
                start += part.rows
            }
        }
    }
}

extension DenseMatrix {
    /// The numbers of two matrices of as many rows side by side.
    @inline(__always)
    fileprivate func beside(_ right: DenseMatrix) -> DenseMatrix {
        let (width, other) = (columns, right.columns)
        return values.withUnsafeBufferPointer { left in
            right.values.withUnsafeBufferPointer { right in
                DenseMatrix(rows: rows, columns: width + other) { result in
                    for row in 0..<rows {
                        let target = result.row(row, width: width + other)
                        let (first, second) = (left.row(row, width: width), right.row(row, width: other))
                        for place in 0..<width { target[place] = first[place] }
                        for place in 0..<other { target[width &+ place] = second[place] }
                    }
                }
            }
        }
    }
}
