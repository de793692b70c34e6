import Foundation
import Tensors

/// Weights as a file would store them, with the numbers that the stored bits stand for.
struct StoredWeights {
    let matrix: WeightMatrix

    /// The exact values, row-major.
    let values: [Double]

    /// Encodes numbers; `misalignment` puts that many bytes before them in the same buffer.
    init(_ numbers: [Float], rows: Int, columns: Int, as format: StorageFormat, misalignment: Int = 0) {
        var bytes = Data(repeating: 0xAB, count: misalignment)
        var values: [Double] = []
        for number in numbers {
            let stored = Self.encode(number, as: format, into: &bytes)
            values.append(Double(stored))
        }
        self.values = values
        matrix = WeightMatrix(
            bytes: bytes[misalignment...], format: format, rows: rows, columns: columns)
    }

    /// Appends the number's bytes and returns the number that they hold.
    private static func encode(_ number: Float, as format: StorageFormat, into bytes: inout Data) -> Float {
        switch format {
        case .float32:
            withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            return number
        case .float16:
            let half = Half(number)
            withUnsafeBytes(of: half.bits.littleEndian) { bytes.append(contentsOf: $0) }
            return half.value
        default:
            precondition(format == .bfloat16, "no test stores numbers in \(format)")
            let bits = UInt16(truncatingIfNeeded: number.bitPattern >> 16)
            withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
            return Float(bitPattern: UInt32(bits) << 16)
        }
    }
}
