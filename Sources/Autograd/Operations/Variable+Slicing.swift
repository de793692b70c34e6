extension Variable {
    /// Consecutive rows; the gradient is added in the same place.
    ///
    /// - Parameter range: Row numbers.
    /// - Returns: `[range.count, columns]`.
    public func slicing(rows range: Range<Int>) -> Variable { slicing(rows: range, columns: 0..<columns) }

    /// Consecutive columns; the gradient is added in the same place.
    ///
    /// - Parameter range: Column numbers.
    /// - Returns: `[rows, range.count]`.
    public func slicing(columns range: Range<Int>) -> Variable { slicing(rows: 0..<rows, columns: range) }

    private func slicing(rows rowRange: Range<Int>, columns columnRange: Range<Int>) -> Variable {
        derived(value.cutting(rows: rowRange, columns: columnRange)) { [origin, rows, columns] slope, ledger in
            ledger.update(origin, rows: rows, columns: columns) { gradient in
                gradient.add(slope, row: rowRange.lowerBound, column: columnRange.lowerBound)
            }
        }
    }
}

extension DenseMatrix {
    /// A rectangle as a matrix of its own.
    ///
    /// - Parameters:
    ///   - rowRange: Its rows.
    ///   - columnRange: Its columns.
    /// - Returns: `[rowRange.count, columnRange.count]`.
    /// - Precondition: It lies inside.
    @_specialize(where Scalar == Float)
    public func cutting(rows rowRange: Range<Int>, columns columnRange: Range<Int>) -> DenseMatrix {
        precondition(rowRange.lowerBound >= 0 && rowRange.upperBound <= rows, "rows \(rowRange) of \(rows)")
        precondition(columnRange.lowerBound >= 0 && columnRange.upperBound <= columns, "columns of \(columns)")
        let (width, start) = (columnRange.count, columnRange.lowerBound)
        return values.withUnsafeBufferPointer { source in
            DenseMatrix(rows: rowRange.count, columns: width) { result in
                for (place, row) in rowRange.enumerated() {
                    let (target, origin) = (result.row(place, width: width), source.row(row, width: columns))
                    for column in 0..<width { target[column] = origin[start &+ column] }
                }
            }
        }
    }

    /// Adds a smaller matrix to the rectangle that begins at a row and a column.
    @_specialize(where Scalar == Float)
    mutating func add(_ other: DenseMatrix, row: Int, column: Int) {
        precondition(row >= 0 && row + other.rows <= rows, "rows end outside")
        precondition(column >= 0 && column + other.columns <= columns, "columns end outside")
        let width = columns
        values.withUnsafeMutableBufferPointer { numbers in
            other.forEachRow { place, source in
                let target = numbers.row(row + place, width: width)
                for offset in 0..<source.count { target[column &+ offset] += source[offset] }
            }
        }
    }
}
