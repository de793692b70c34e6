/// A rectangle of a matrix, or its transpose, as a factor of a product.
struct MatrixWindow<Scalar: TapeScalar> {
    let matrix: DenseMatrix<Scalar>
    let rowRange: Range<Int>
    let columnRange: Range<Int>
    private(set) var isTransposed = false

    init(_ matrix: DenseMatrix<Scalar>, rows: Range<Int>, columns: Range<Int>) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= matrix.rows, "rows \(rows) of \(matrix.rows)")
        precondition(
            columns.lowerBound >= 0 && columns.upperBound <= matrix.columns, "columns \(columns) of \(matrix.columns)")
        self.matrix = matrix
        rowRange = rows
        columnRange = columns
    }

    /// The whole matrix.
    init(_ matrix: DenseMatrix<Scalar>) {
        self.init(matrix, rows: 0..<matrix.rows, columns: 0..<matrix.columns)
    }

    /// The same numbers with rows and columns exchanged.
    var transposed: MatrixWindow {
        var window = self
        window.isTransposed.toggle()
        return window
    }

    var rows: Int { isTransposed ? columnRange.count : rowRange.count }
    var columns: Int { isTransposed ? rowRange.count : columnRange.count }

    /// Lends the numbers from the first on.
    @inline(__always)
    func withNumbers<Result>(_ body: (UnsafePointer<Scalar>) -> Result) -> Result? {
        matrix.values.withUnsafeBufferPointer { numbers in
            numbers.baseAddress.map { body($0 + rowRange.lowerBound * matrix.columns + columnRange.lowerBound) }
        }
    }

    /// Lends the numbers as a factor of a product.
    @inline(__always)
    fileprivate func withFactor<Result>(_ body: (ProductFactor<Scalar>) -> Result) -> Result? {
        withNumbers { body(ProductFactor(start: $0, stride: matrix.columns, isTransposed: isTransposed)) }
    }

    /// The sum of products with another window of one row.
    @inline(__always)
    func dot(_ other: MatrixWindow) -> Scalar {
        let count = columnRange.count
        return withNumbers { left in
            other.withNumbers { right in
                dotProduct(
                    UnsafeBufferPointer(start: left, count: count), UnsafeBufferPointer(start: right, count: count))
            } ?? 0
        } ?? 0
    }
}

extension DenseMatrix {
    /// One row between columns.
    @inline(__always)
    func window(row: Int, columns range: Range<Int>) -> MatrixWindow<Scalar> {
        MatrixWindow(self, rows: row..<row + 1, columns: range)
    }

    /// Adds `scale · left · right` to the rectangle that begins at a row and a column.
    ///
    /// - Parameters:
    ///   - left: The left factor.
    ///   - right: The right factor.
    ///   - scale: Multiplies the product.
    ///   - retained: Multiplies what is there before; 0 overwrites it.
    ///   - rounding: How far the factors are rounded before.
    ///   - row: The rectangle's first row.
    ///   - column: The rectangle's first column.
    mutating func addProduct(
        _ left: MatrixWindow<Scalar>, _ right: MatrixWindow<Scalar>, scale: Scalar = 1, retained: Scalar = 1,
        rounding: FactorRounding = .none, row: Int = 0, column: Int = 0
    ) {
        precondition(left.columns == right.rows, "\(left.columns) columns times \(right.rows) rows")
        precondition(row >= 0 && row + left.rows <= rows, "product rows end outside")
        precondition(column >= 0 && column + right.columns <= columns, "product columns end outside")
        guard left.rows > 0, right.columns > 0, left.columns > 0 else { return }
        let size = ProductSize(rows: left.rows, columns: right.columns, depth: left.columns)
        let stride = columns
        var (left, right) = (left, right)
        var multiply: ScaledProduct<Scalar> = Scalar.addProduct
        if rounding == .bfloat16 {
            if let inPairs = Scalar.addRoundedProduct {
                multiply = inPairs
            } else {
                (left, right) = (left.roundedToBFloat16(), right.roundedToBFloat16())
            }
        }
        values.withUnsafeMutableBufferPointer { numbers in
            guard let start = numbers.baseAddress else { return }
            _ = left.withFactor { left in
                right.withFactor { right in
                    multiply(size, scale, left, right, retained, start + row * stride + column, stride)
                }
            }
        }
    }

    /// A multiple of the product of two windows.
    static func product(
        _ left: MatrixWindow<Scalar>, _ right: MatrixWindow<Scalar>, scale: Scalar = 1,
        rounding: FactorRounding = .none
    ) -> DenseMatrix {
        guard left.columns > 0 else { return DenseMatrix(rows: left.rows, columns: right.columns) }
        // The product overwrites every number, so that none need be zeroed before.
        var result = DenseMatrix(rows: left.rows, columns: right.columns) { _ in }
        result.addProduct(left, right, scale: scale, retained: 0, rounding: rounding)
        return result
    }

    /// Adds a multiple of a window of one row to a part of a row.
    @inline(__always)
    mutating func addScaled(_ factor: Scalar, _ window: MatrixWindow<Scalar>, row: Int, column: Int) {
        let count = window.columnRange.count
        precondition(row >= 0 && row < rows && column >= 0 && column + count <= columns, "outside")
        let start = row * columns + column
        values.withUnsafeMutableBufferPointer { numbers in
            _ = window.withNumbers { source in
                for place in 0..<count { numbers[start &+ place] += factor * source[place] }
            }
        }
    }
}
