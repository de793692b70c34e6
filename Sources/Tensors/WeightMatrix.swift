import CKernels
public import Foundation

/// A weight matrix in the format and place where it is stored, usually a mapped file: it is copied as a whole only where
/// another format is asked for.
///
/// Row-major `[rows, columns]`; a layer computes `input · weightsᵀ`, so `columns` is the width of its input.
public struct WeightMatrix: Sendable {
    /// The number of rows, the width of a layer's output.
    public let rows: Int

    /// The number of columns, the width of a layer's input.
    public let columns: Int

    /// How the numbers are stored, little-endian.
    public let format: StorageFormat

    /// How far products round their inputs.
    public let inputs: InputPrecision

    let bytes: Data

    /// Views stored numbers as a matrix.
    ///
    /// - Parameters:
    ///   - bytes: `rows · columns` numbers; may be a slice of a mapped file at any alignment.
    ///   - format: How they are stored.
    ///   - rows: The number of rows.
    ///   - columns: The number of columns, whole blocks of the format.
    ///   - inputs: How far products round their inputs.
    /// - Precondition: The number of bytes is ``StorageFormat/byteCount(rows:columns:)``.
    public init(bytes: Data, format: StorageFormat, rows: Int, columns: Int, inputs: InputPrecision = .full) {
        precondition(
            bytes.count == format.byteCount(rows: rows, columns: columns),
            "\(bytes.count) bytes for \(rows) × \(columns) numbers in \(format)")
        self.bytes = bytes
        self.format = format
        self.rows = rows
        self.columns = columns
        self.inputs = inputs
    }

    /// Holds single-precision numbers of our own.
    ///
    /// - Parameter matrix: The numbers.
    public init(_ matrix: Matrix) {
        let bytes = matrix.values.withUnsafeBytes { Data($0) }
        self.init(bytes: bytes, format: .float32, rows: matrix.rows, columns: matrix.columns)
    }

    /// The size of the stored numbers in bytes.
    public var byteCount: Int { bytes.count }

    /// A view of the same numbers, whose products round their inputs so far.
    ///
    /// - Parameter inputs: How far.
    /// - Returns: The same matrix otherwise.
    public func rounding(inputs: InputPrecision) -> WeightMatrix {
        WeightMatrix(bytes: bytes, format: format, rows: rows, columns: columns, inputs: inputs)
    }

    /// A view of some rows.
    ///
    /// - Parameter range: Which.
    /// - Returns: The same numbers, in place.
    /// - Precondition: They exist, and the format stores each row by itself.
    public func part(rows range: Range<Int>) -> WeightMatrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        precondition(format.row.rows_together == 1, "rows of \(format) are interleaved")
        let rowBytes = rows > 0 ? bytes.count / rows : 0
        let start = bytes.startIndex + range.lowerBound * rowBytes
        return WeightMatrix(
            bytes: bytes[start..<start + range.count * rowBytes], format: format, rows: range.count, columns: columns,
            inputs: inputs)
    }

    /// Converts rows to single precision, as an embedding table does for the tokens of a batch.
    ///
    /// - Parameters:
    ///   - selection: Row numbers in any order.
    ///   - output: Resized to `[selection.count, columns]`.
    /// - Precondition: Every row exists.
    public func lookUp(_ selection: [Int], into output: inout Matrix) {
        precondition(output.columns == columns, "\(output.columns) columns for rows of \(columns)")
        output.resize(rows: selection.count)
        bytes.withUnsafeBytes { source in
            output.storage.withUnsafeMutableBufferPointer { destination in
                guard let source = source.baseAddress, let destination = destination.baseAddress else { return }
                for (place, row) in selection.enumerated() {
                    precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
                    espalier_widen_row(
                        source, format.code, Int64(row), destination + place * columns, Int64(columns))
                }
            }
        }
    }

    /// All numbers in single precision, row-major; for vectors such as norm weights.
    public func widened() -> [Float] {
        var matrix = Matrix(rows: 0, columns: columns)
        lookUp(Array(0..<rows), into: &matrix)
        return Array(matrix.values)
    }

    /// Whether another matrix holds the same numbers, whatever the format of either.
    ///
    /// - Parameters:
    ///   - other: A matrix of any shape.
    ///   - rounds: Whether both are rounded to bfloat16, or to half precision where one is stored so, before they are compared.
    /// - Returns: False also where the shapes differ or a number is NaN.
    /// - Complexity: Reads both matrices up to the first difference, in blocks of rows.
    public func holdsNumbers(of other: WeightMatrix, roundedTo16Bits rounds: Bool = false) -> Bool {
        guard rows == other.rows, columns == other.columns else { return false }
        if rounds && format == other.format && bytes == other.bytes { return true }
        let coarse: StorageFormat = [format, other.format].contains(.float16) ? .float16 : .bfloat16
        var block = Matrix(rows: 0, columns: columns)
        var otherBlock = block
        for start in stride(from: 0, to: rows, by: 256) {
            let selection = Array(start..<min(start + 256, rows))
            lookUp(selection, into: &block)
            other.lookUp(selection, into: &otherBlock)
            guard rounds else {
                if block.values != otherBlock.values { return false }
                continue
            }
            guard let own = try? coarse.encoded(Array(block.values)),
                let others = try? coarse.encoded(Array(otherBlock.values)), own == others
            else { return false }
        }
        return true
    }

    /// Whether no number is infinite or NaN.
    ///
    /// - Complexity: Reads the whole matrix, in blocks of rows.
    public func isFinite() -> Bool {
        var block = Matrix(rows: 0, columns: columns)
        for start in stride(from: 0, to: rows, by: 256) {
            lookUp(Array(start..<min(start + 256, rows)), into: &block)
            if !block.isFinite() { return false }
        }
        return true
    }
}
