import CKernels
public import Foundation

/// A weight matrix in the encoding and place where it is stored, usually a mapped file: it is copied as a whole only
/// where an 8-bit copy is asked for.
///
/// Row-major `[rows, columns]`; a layer computes `input · weightsᵀ`, so `columns` is the width of its input.
public struct WeightMatrix: Sendable {
    /// The number of rows, the width of a layer's output.
    public let rows: Int

    /// The number of columns, the width of a layer's input.
    public let columns: Int

    /// How the numbers are encoded, little-endian; of an 8-bit copy, how those were that it was made from.
    public let element: ElementType

    let bytes: Data

    /// The number by which the C kernels know the encoding, and with it how products are formed.
    let kernelCode: Int32

    /// Views stored numbers as a matrix.
    ///
    /// - Parameters:
    ///   - bytes: `rows · columns` numbers; may be a slice of a mapped file at any alignment.
    ///   - element: How they are encoded.
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    /// - Precondition: The number of bytes is right.
    public init(bytes: Data, element: ElementType, rows: Int, columns: Int) {
        precondition(bytes.count == rows * columns * element.byteCount, "\(bytes.count) bytes for \(rows) × \(columns)")
        self.bytes = bytes
        self.element = element
        self.rows = rows
        self.columns = columns
        kernelCode = element.kernelCode
    }

    /// The same numbers in bfloat16, to be multiplied by rounded inputs.
    init(roundingInputsOf numbers: Data, rows: Int, columns: Int) {
        bytes = numbers
        element = .bfloat16
        self.rows = rows
        self.columns = columns
        kernelCode = Int32(ESPALIER_BF16_PAIRS)
    }

    /// Takes over the panels of an 8-bit copy.
    init(panels: Data, of original: WeightMatrix, roundingInputs: Bool) {
        bytes = panels
        element = original.element
        rows = original.rows
        columns = original.columns
        kernelCode = Int32(roundingInputs ? ESPALIER_Q8_BYTES : ESPALIER_Q8)
    }

    /// Holds single-precision numbers of our own.
    ///
    /// - Parameter matrix: The numbers.
    public init(_ matrix: Matrix) {
        let bytes = matrix.values.withUnsafeBytes { Data($0) }
        self.init(bytes: bytes, element: .float32, rows: matrix.rows, columns: matrix.columns)
    }

    /// The size of the stored numbers in bytes.
    public var byteCount: Int { bytes.count }

    /// Whether this is an 8-bit copy, see ``quantised(roundingInputs:done:)``.
    public var isQuantised: Bool { kernelCode == Int32(ESPALIER_Q8) || kernelCode == Int32(ESPALIER_Q8_BYTES) }

    /// Whether products round their inputs as coarsely as the weights: to bfloat16, see ``roundingInputs()``, or to 8 bits, see
    /// ``quantised(roundingInputs:done:)``.
    public var roundsInputs: Bool {
        kernelCode == Int32(ESPALIER_BF16_PAIRS) || kernelCode == Int32(ESPALIER_Q8_BYTES)
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
                        source, kernelCode, Int64(row), destination + place * columns, Int64(columns))
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

    /// Whether another matrix holds the same numbers, whatever the encoding of either.
    ///
    /// - Parameter other: A matrix of any shape.
    /// - Returns: False also where the shapes differ or a number is NaN.
    /// - Complexity: Reads both matrices up to the first difference, in blocks of rows.
    public func holdsNumbers(of other: WeightMatrix) -> Bool {
        guard rows == other.rows, columns == other.columns else { return false }
        var block = Matrix(rows: 0, columns: columns)
        var otherBlock = block
        for start in stride(from: 0, to: rows, by: 256) {
            let selection = Array(start..<min(start + 256, rows))
            lookUp(selection, into: &block)
            other.lookUp(selection, into: &otherBlock)
            if block.values != otherBlock.values { return false }
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
