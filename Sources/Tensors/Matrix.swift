/// Rows of single-precision numbers, row-major, whose storage is kept when the number of rows changes.
///
/// A session allocates its matrices once and resizes them to each batch: growing beyond the largest batch so far is
/// the only thing that allocates, and it reserves a multiple of eight rows.
public struct Matrix: Sendable {
    /// The number of rows in use.
    public private(set) var rows: Int

    /// The number of columns.
    public private(set) var columns: Int

    /// At least `rows · columns` numbers; those beyond are leftovers.
    var storage: [Float]

    /// Makes a matrix of zeros.
    ///
    /// - Parameters:
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        storage = [Float](repeating: 0, count: rows * columns)
    }

    /// Wraps numbers.
    ///
    /// - Parameters:
    ///   - values: Row-major, `rows · columns` of them.
    ///   - columns: The number of columns, at least 1.
    /// - Precondition: The number of values is a multiple of `columns`.
    public init(_ values: [Float], columns: Int) {
        precondition(columns > 0 && values.count.isMultiple(of: columns), "ragged matrix")
        rows = values.count / columns
        self.columns = columns
        storage = values
    }

    /// Turns into a matrix of other columns without rows, in the same storage.
    mutating func change(columns: Int) {
        rows = 0
        self.columns = columns
    }

    /// Lets go of all rows and their storage, for whoever lent them to use again.
    public mutating func release() {
        rows = 0
        storage = []
    }

    /// The numbers in use, row-major, `[rows, columns]`.
    public var values: ArraySlice<Float> { storage[0..<rows * columns] }

    /// One row, `[columns]`, without a copy.
    public subscript(row: Int) -> ArraySlice<Float> {
        precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
        return storage[row * columns..<(row + 1) * columns]
    }

    /// Changes the number of rows; what the rows hold afterwards is unspecified.
    public mutating func resize(rows: Int) {
        if storage.count < rows * columns { storage = [Float](repeating: 0, count: (rows + 7) / 8 * 8 * columns) }
        self.rows = rows
    }

    /// Forgets all rows but the first ones, which stay as they are.
    ///
    /// - Parameter count: How many to retain.
    /// - Precondition: There are at least that many rows.
    public mutating func truncate(to count: Int) {
        precondition(0...rows ~= count, "\(count) of \(rows) rows to retain")
        rows = count
    }

    /// Sets one row.
    ///
    /// - Parameters:
    ///   - row: Which.
    ///   - values: `columns` numbers.
    /// - Precondition: The row exists and the number of values is right.
    public mutating func setRow(_ row: Int, to values: ArraySlice<Float>) {
        precondition(row >= 0 && row < rows && values.count == columns, "row \(row) of \(rows) × \(columns)")
        storage.replaceSubrange(row * columns..<(row + 1) * columns, with: values)
    }

    /// Copies one row of another matrix into a part of a row of this one.
    ///
    /// - Parameters:
    ///   - row: The row to write.
    ///   - offset: The first column to write.
    ///   - source: Where to read.
    ///   - sourceRow: Which row to read.
    /// - Precondition: Both rows exist and the columns suffice.
    public mutating func copyRow(_ row: Int, at offset: Int = 0, from source: Matrix, row sourceRow: Int) {
        precondition(row >= 0 && row < rows && offset >= 0 && offset + source.columns <= columns, "row out of range")
        precondition(sourceRow >= 0 && sourceRow < source.rows, "source row \(sourceRow) of \(source.rows)")
        copy(source.columns, to: row * columns + offset, from: source, at: sourceRow * source.columns)
    }

    /// Copies some columns of a row of another matrix.
    ///
    /// - Parameters:
    ///   - row: The row to write.
    ///   - offset: The first column to write.
    ///   - source: Where the numbers come from.
    ///   - sourceRow: The row to read.
    ///   - part: The columns to read.
    /// - Precondition: Both ranges lie inside.
    public mutating func copyRow(
        _ row: Int, at offset: Int, from source: Matrix, row sourceRow: Int, columns part: Range<Int>
    ) {
        precondition(row >= 0 && row < rows && offset >= 0 && offset + part.count <= columns, "row out of range")
        precondition(sourceRow >= 0 && sourceRow < source.rows, "source row \(sourceRow) of \(source.rows)")
        precondition(part.lowerBound >= 0 && part.upperBound <= source.columns, "columns \(part) of \(source.columns)")
        copy(part.count, to: row * columns + offset, from: source, at: sourceRow * source.columns + part.lowerBound)
    }

    private mutating func copy(_ count: Int, to place: Int, from source: Matrix, at origin: Int) {
        storage.withUnsafeMutableBufferPointer { destination in
            source.storage.withUnsafeBufferPointer { numbers in
                _ = destination[place..<place + count].update(fromContentsOf: numbers[origin..<origin + count])
            }
        }
    }

    /// Replaces whatever follows the first rows by all rows of another matrix.
    ///
    /// - Parameters:
    ///   - source: Rows of the same width.
    ///   - count: How many rows of this matrix to retain.
    /// - Precondition: At least that many rows exist, and the widths match.
    public mutating func appendRows(of source: Matrix, after count: Int) {
        precondition(count <= rows && source.columns == columns, "cannot append after row \(count) of \(rows)")
        let needed = (count + source.rows) * columns
        if storage.count < needed { storage += repeatElement(0, count: max(needed, 2 * storage.count) - storage.count) }
        rows = count + source.rows
        copy(source.rows * columns, to: count * columns, from: source, at: 0)
    }

    /// Turns into a copy of another matrix, in the storage of this one.
    ///
    /// - Parameter source: A matrix of as many columns.
    public mutating func assign(_ source: Matrix) {
        precondition(source.columns == columns, "rows of \(source.columns) for \(columns) columns")
        resize(rows: source.rows)
        copy(rows * columns, to: 0, from: source, at: 0)
    }

    /// Turns into some columns of another matrix, in the storage of this one.
    ///
    /// - Parameters:
    ///   - part: As many columns as this matrix has.
    ///   - source: Where they are.
    public mutating func assign(columns part: Range<Int>, of source: Matrix) {
        precondition(part.count == columns, "\(part.count) columns for \(columns)")
        resize(rows: source.rows)
        for row in 0..<source.rows { copyRow(row, at: 0, from: source, row: row, columns: part) }
    }

    /// Turns into the last rows of another matrix, in the storage of this one.
    ///
    /// - Parameters:
    ///   - count: How many rows.
    ///   - source: At least as many rows, of as many columns.
    public mutating func assign(last count: Int, of source: Matrix) {
        precondition(source.columns == columns, "rows of \(source.columns) for \(columns) columns")
        precondition(count >= 0 && count <= source.rows, "the last \(count) of \(source.rows) rows")
        resize(rows: count)
        copy(count * columns, to: 0, from: source, at: (source.rows - count) * columns)
    }

    /// The given rows as a matrix of their own.
    ///
    /// - Parameter selection: Row numbers in any order.
    /// - Returns: `[selection.count, columns]`.
    public func gathering(_ selection: [Int]) -> Matrix {
        var gathered = Matrix(rows: 0, columns: columns)
        gathered.gather(selection, of: self)
        return gathered
    }

    /// Turns into the given rows of another matrix, in the storage of this one.
    ///
    /// - Parameters:
    ///   - selection: Row numbers in any order.
    ///   - source: A matrix of as many columns.
    public mutating func gather(_ selection: [Int], of source: Matrix) {
        precondition(source.columns == columns, "rows of \(source.columns) for \(columns) columns")
        resize(rows: selection.count)
        for (place, row) in selection.enumerated() { copyRow(place, from: source, row: row) }
    }
}
