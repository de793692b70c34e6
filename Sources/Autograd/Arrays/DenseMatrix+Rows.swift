extension UnsafeBufferPointer {
    /// One row of a row-major buffer.
    @inline(__always)
    func row(_ row: Int, width: Int) -> UnsafeBufferPointer {
        UnsafeBufferPointer(rebasing: self[row * width..<(row + 1) * width])
    }
}

extension UnsafeMutableBufferPointer {
    /// One row of a row-major buffer.
    @inline(__always)
    func row(_ row: Int, width: Int) -> UnsafeMutableBufferPointer {
        UnsafeMutableBufferPointer(rebasing: self[row * width..<(row + 1) * width])
    }
}

extension DenseMatrix {
    /// Visits all rows for reading.
    @inline(__always)
    func forEachRow(_ body: (Int, UnsafeBufferPointer<Scalar>) -> Void) {
        values.withUnsafeBufferPointer { numbers in
            for row in 0..<rows { body(row, numbers.row(row, width: columns)) }
        }
    }

    /// Visits all rows for writing.
    @inline(__always)
    mutating func updateRows(_ body: (Int, UnsafeMutableBufferPointer<Scalar>) -> Void) {
        let width = columns
        let count = rows
        values.withUnsafeMutableBufferPointer { numbers in
            for row in 0..<count { body(row, numbers.row(row, width: width)) }
        }
    }

    /// A matrix of the same shape whose rows are functions of this one's.
    @inline(__always)
    func mappedRows(
        _ body: (Int, UnsafeBufferPointer<Scalar>, UnsafeMutableBufferPointer<Scalar>) -> Void
    ) -> DenseMatrix {
        values.withUnsafeBufferPointer { source in
            DenseMatrix(rows: rows, columns: columns) { result in
                for row in 0..<rows { body(row, source.row(row, width: columns), result.row(row, width: columns)) }
            }
        }
    }

    /// A matrix of the same shape whose rows are functions of this one's and another's.
    @inline(__always)
    func combinedRows(
        with other: DenseMatrix,
        _ body: (Int, UnsafeBufferPointer<Scalar>, UnsafeBufferPointer<Scalar>, UnsafeMutableBufferPointer<Scalar>) ->
            Void
    ) -> DenseMatrix {
        precondition(hasShape(of: other), "\(rows) × \(columns) with \(other.rows) × \(other.columns)")
        return other.values.withUnsafeBufferPointer { right in
            mappedRows { row, left, result in body(row, left, right.row(row, width: columns), result) }
        }
    }

    /// A column of one number for each row.
    @inline(__always)
    func reducedRows(_ body: (Int, UnsafeBufferPointer<Scalar>) -> Scalar) -> DenseMatrix {
        var column = [Scalar](repeating: 0, count: rows)
        forEachRow { row, numbers in column[row] = body(row, numbers) }
        return DenseMatrix(column: column)
    }
}
