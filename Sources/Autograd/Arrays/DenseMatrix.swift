/// A value of rows × columns numbers, row-major: everything the tape computes with.
///
/// A vector over rows is `[rows, 1]`, a scalar `[1, 1]`. Copies share storage until one of them changes.
public struct DenseMatrix<Scalar: TapeScalar>: Sendable, Equatable {
    /// The number of rows.
    public let rows: Int

    /// The number of columns.
    public let columns: Int

    /// The numbers, row-major, `[rows, columns]`.
    public internal(set) var values: [Scalar]

    /// Wraps numbers.
    ///
    /// - Parameters:
    ///   - values: Row-major.
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    /// - Precondition: There are `rows · columns` values.
    public init(_ values: [Scalar], rows: Int, columns: Int) {
        precondition(values.count == rows * columns, "\(values.count) numbers for \(rows) × \(columns)")
        self.values = values
        self.rows = rows
        self.columns = columns
    }

    /// A matrix whose numbers are all the same.
    ///
    /// - Parameters:
    ///   - value: The number.
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    @_specialize(where Scalar == Float)
    public init(repeating value: Scalar, rows: Int, columns: Int) {
        self.init([Scalar](repeating: value, count: rows * columns), rows: rows, columns: columns)
    }

    /// Zeros.
    ///
    /// - Parameters:
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    public init(rows: Int, columns: Int) {
        self.init(repeating: 0, rows: rows, columns: columns)
    }

    /// A scalar, `[1, 1]`.
    public init(scalar: Scalar) {
        self.init([scalar], rows: 1, columns: 1)
    }

    /// A vector over rows, `[values.count, 1]`.
    public init(column values: [Scalar]) {
        self.init(values, rows: values.count, columns: 1)
    }

    /// A single row, `[1, values.count]`.
    public init(row values: [Scalar]) {
        self.init(values, rows: 1, columns: values.count)
    }

    /// Makes a matrix whose every number the body writes.
    @inline(__always)
    init(rows: Int, columns: Int, writing body: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
        self.rows = rows
        self.columns = columns
        values = [Scalar](unsafeUninitializedCapacity: rows * columns) { buffer, count in
            body(UnsafeMutableBufferPointer(rebasing: buffer[0..<rows * columns]))
            count = rows * columns
        }
    }

    /// One number.
    public subscript(row: Int, column: Int) -> Scalar {
        get {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "(\(row), \(column)) is outside")
            return values[row * columns + column]
        }
        set {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "(\(row), \(column)) is outside")
            values[row * columns + column] = newValue
        }
    }

    /// Whether another matrix has as many rows and columns.
    ///
    /// - Parameter other: The other matrix.
    /// - Returns: Whether the shapes are equal.
    public func hasShape(of other: DenseMatrix) -> Bool { rows == other.rows && columns == other.columns }
}
