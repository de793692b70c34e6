public import Tensors

extension DenseMatrix {
    /// Some rows in any order as a matrix of their own.
    ///
    /// - Parameter selection: Row numbers.
    /// - Returns: `[selection.count, columns]`.
    /// - Precondition: Every row exists.
    public func gatheringRows(_ selection: [Int]) -> DenseMatrix {
        precondition(selection.allSatisfy { $0 >= 0 && $0 < rows }, "a row outside 0 ..< \(rows)")
        let width = columns
        return values.withUnsafeBufferPointer { source in
            DenseMatrix(rows: selection.count, columns: width) { result in
                for (place, row) in selection.enumerated() {
                    let (target, origin) = (result.row(place, width: width), source.row(row, width: width))
                    for column in 0..<width { target[column] = origin[column] }
                }
            }
        }
    }

    /// Some columns in any order as a matrix of their own.
    ///
    /// - Parameter selection: Column numbers.
    /// - Returns: `[rows, selection.count]`.
    /// - Precondition: Every column exists.
    @_specialize(where Scalar == Float)
    public func gatheringColumns(_ selection: [Int]) -> DenseMatrix {
        precondition(selection.allSatisfy { $0 >= 0 && $0 < columns }, "a column outside 0 ..< \(columns)")
        return values.withUnsafeBufferPointer { source in
            DenseMatrix(rows: rows, columns: selection.count) { result in
                for row in 0..<rows {
                    let (target, origin) = (
                        result.row(row, width: selection.count), source.row(row, width: columns)
                    )
                    for (place, column) in selection.enumerated() { target[place] = origin[column] }
                }
            }
        }
    }

    /// The column of each row's greatest number, the first of equals, `[rows]`.
    ///
    /// - Precondition: There is a column.
    @_specialize(where Scalar == Float)
    public func greatestColumns() -> [Int] {
        precondition(columns > 0, "the greatest of nothing")
        var result = [Int](repeating: 0, count: rows)
        forEachRow { row, numbers in
            let top = largest(numbers)
            result[row] = numbers.firstIndex { $0 == top } ?? 0
        }
        return result
    }

    /// The exponential of each number less its row's own constant: probabilities, where that is a log-sum of exponentials.
    ///
    /// - Parameter constants: One for each row.
    /// - Returns: The same shape.
    @_specialize(where Scalar == Float)
    public func exponentials(lessRows constants: [Scalar]) -> DenseMatrix {
        precondition(constants.count == rows, "\(constants.count) constants for \(rows) rows")
        return Scalar.exponentials(of: self, lessRows: constants)
    }
}

extension DenseMatrix<Float> {
    /// The rows in use of a matrix of the layers below.
    public init(_ matrix: Matrix) {
        self.init(Array(matrix.values), rows: matrix.rows, columns: matrix.columns)
    }
}

extension Matrix {
    /// A matrix of the tape as the layers below take it; shares its numbers.
    public init(_ matrix: DenseMatrix<Float>) {
        self.init(matrix.values, columns: matrix.columns)
    }
}

extension DenseMatrix {
    /// Single rows of several matrices on top of each other.
    ///
    /// - Parameters:
    ///   - parts: A matrix and a row of it, as often as wanted.
    ///   - width: The number of columns of all matrices.
    /// - Returns: `[parts.count, columns]`.
    public static func stacked(_ parts: [(matrix: DenseMatrix, row: Int)], columns width: Int) -> DenseMatrix {
        var values: [Scalar] = []
        values.reserveCapacity(parts.count * width)
        for (matrix, row) in parts {
            precondition(matrix.columns == width && row >= 0 && row < matrix.rows, "row \(row) of \(matrix.rows)")
            values.append(contentsOf: matrix.values[row * width..<(row + 1) * width])
        }
        return DenseMatrix(values, rows: parts.count, columns: width)
    }

    /// This matrix with another's rows below.
    ///
    /// - Parameter other: As many columns.
    /// - Returns: `[rows + other.rows, columns]`.
    public func extended(by other: DenseMatrix) -> DenseMatrix {
        precondition(other.columns == columns, "\(other.columns) columns below \(columns)")
        return DenseMatrix(values + other.values, rows: rows + other.rows, columns: columns)
    }

    /// Whether no number is infinite or NaN.
    @_specialize(where Scalar == Float)
    public func isFinite() -> Bool {
        // Zero times a number is zero unless that is infinite or NaN, and sums vectorise where tests do not.
        values.withUnsafeBufferPointer { numbers in laneSum(numbers.count) { numbers[$0] * 0 } == 0 }
    }
}
