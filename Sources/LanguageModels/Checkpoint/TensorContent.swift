public import Foundation
public import Tensors

/// A tensor to be written to a file: what its header says, and its bytes.
public struct TensorContent: Sendable, Equatable {
    /// The tensor's name.
    public let name: String

    /// The header's name of its number type: "F32", "BF16", "I64", "BOOL".
    public let type: String

    /// Its extents, outermost first; none for a single number.
    public let shape: [Int]

    /// The size of one number in bytes.
    public let width: Int

    /// Its numbers, little-endian, row-major.
    public let bytes: Data

    /// Stores weights, rounded to the nearest.
    ///
    /// - Parameters:
    ///   - name: The tensor's name.
    ///   - shape: Its extents, outermost first.
    ///   - numbers: Row-major.
    ///   - format: How they are stored, one of ``/Tensors/StorageFormat/floats``.
    /// - Precondition: There are as many numbers as the shape says.
    /// - Throws: ``ModelError`` that names the tensor, if a finite number is too large for the type.
    public init(
        _ name: String, shape: [Int], _ numbers: [Float], storing format: StorageFormat
    ) throws(ModelError) {
        precondition(numbers.count == shape.reduce(1, *), "\(numbers.count) numbers for the shape \(shape)")
        do {
            bytes = try format.encoded(numbers)
        } catch {
            throw ModelError(
                "tensor '\(name)'",
                "holds \(error.number), which \(format) cannot store: it ends at \(format.largest)")
        }
        self.name = name
        self.shape = shape
        type = format.name
        width = format.blockBytes
    }

    /// Stores a matrix as singles.
    ///
    /// - Parameters:
    ///   - name: The tensor's name.
    ///   - matrix: `[rows, columns]`.
    public init(_ name: String, _ matrix: Matrix) {
        self.name = name
        shape = [matrix.rows, matrix.columns]
        type = StorageFormat.float32.name
        width = StorageFormat.float32.blockBytes
        bytes = matrix.values.withUnsafeBytes { Data($0) }
    }

    /// Stores integers of 64 bits.
    ///
    /// - Parameters:
    ///   - name: The tensor's name.
    ///   - integers: `[integers.count]`.
    public init(_ name: String, integers: [Int]) {
        self.name = name
        shape = [integers.count]
        type = "I64"
        width = 8
        bytes = integers.map { Int64($0).littleEndian }.withUnsafeBytes { Data($0) }
    }

    /// Stores truth values, a byte each.
    ///
    /// - Parameters:
    ///   - name: The tensor's name.
    ///   - marks: `[marks.count]`.
    public init(_ name: String, marks: [Bool]) {
        self.name = name
        shape = [marks.count]
        type = "BOOL"
        width = 1
        bytes = Data(marks.map { $0 ? 1 : 0 })
    }
}
