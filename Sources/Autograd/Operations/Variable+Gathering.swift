extension Variable {
    /// Takes rows in any order, each as often as wanted: an embedding lookup, or a selection of positions.
    ///
    /// y[i] = x[selection[i]]; each row of the gradient is added to the row it was taken from.
    ///
    /// - Parameter selection: Row numbers.
    /// - Returns: `[selection.count, columns]`.
    /// - Precondition: Every row exists.
    @_specialize(where Scalar == Float)
    public func gatheringRows(_ selection: [Int]) -> Variable {
        let gathered = value.gatheringRows(selection)
        return derived(gathered) { [origin, rows, columns] slope, ledger in
            ledger.update(origin, rows: rows, columns: columns) { gradient in
                gradient.scatterAdd(slope, to: selection)
            }
        }
    }

    /// Takes one number from each row, such as the log-probability of a token.
    ///
    /// y[r] = x[r, selection[r]]; the gradient goes back to where the number was taken.
    ///
    /// - Parameter selection: A column for each row, `[rows]`.
    /// - Returns: `[rows, 1]`.
    /// - Precondition: Every column exists.
    public func gatheringColumns(_ selection: [Int]) -> Variable {
        precondition(selection.count == rows, "\(selection.count) columns for \(rows) rows")
        let gathered = selection.enumerated().map { row, column in value[row, column] }
        return derived(DenseMatrix(column: gathered)) { [origin, rows, columns] slope, ledger in
            ledger.update(origin, rows: rows, columns: columns) { gradient in
                for (row, column) in selection.enumerated() { gradient[row, column] += slope.values[row] }
            }
        }
    }
}

extension DenseMatrix {
    /// Adds each row of another matrix to the row it names.
    @_specialize(where Scalar == Float)
    mutating func scatterAdd(_ other: DenseMatrix, to selection: [Int]) {
        let width = columns
        values.withUnsafeMutableBufferPointer { numbers in
            other.forEachRow { place, source in
                let target = numbers.row(selection[place], width: width)
                for column in 0..<width { target[column] += source[column] }
            }
        }
    }
}
