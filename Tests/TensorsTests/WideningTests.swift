import Foundation
import Tensors
import Testing

/// Stored numbers become the same singles.
struct WideningTests {
    private func widened(_ format: StorageFormat, columns: Int) -> [Float] {
        let bytes = (0...UInt16.max).reduce(into: Data()) { data, bits in
            withUnsafeBytes(of: bits.littleEndian) { data.append(contentsOf: $0) }
        }
        return WeightMatrix(bytes: bytes, format: format, rows: 65_536 / columns, columns: columns).widened()
    }

    private func isSame(_ one: Float, _ other: Float) -> Bool {
        one.isNaN ? other.isNaN : one.bitPattern == other.bitPattern
    }

    // One row goes through the vectors; rows of one or two numbers go through the loop for what is left over.
    @Test(arguments: [65_536, 2, 1])
    func `All 65,536 halves widen exactly`(columns: Int) {
        let singles = widened(.float16, columns: columns)
        let wrong = (0...UInt16.max).filter { !isSame(singles[Int($0)], Half(bits: $0).value) }
        #expect(wrong.isEmpty)
    }

    @Test(arguments: [65_536, 2, 1])
    func `All 65,536 bfloat16s widen exactly`(columns: Int) {
        let singles = widened(.bfloat16, columns: columns)
        let wrong = (0...UInt16.max).filter { !isSame(singles[Int($0)], Float(bitPattern: UInt32($0) << 16)) }
        #expect(wrong.isEmpty)
    }

    @Test(arguments: StorageFormat.floats, [0, 1, 3])
    func `Rows are found in any order at any alignment`(format: StorageFormat, misalignment: Int) {
        var random = FixedRandom(1)
        let weights = StoredWeights(
            random.numbers(5 * 37), rows: 5, columns: 37, as: format, misalignment: misalignment)
        var rows = Matrix(rows: 0, columns: 37)
        weights.matrix.lookUp([4, 0, 4], into: &rows)
        for (place, row) in [4, 0, 4].enumerated() {
            #expect(rows[place].map(Double.init) == Array(weights.values[row * 37..<(row + 1) * 37]))
        }
    }

    @Test(arguments: StorageFormat.floats, [Float.nan, .infinity, -.infinity])
    func `One number that is not finite is found wherever it stands`(format: StorageFormat, stranger: Float) {
        for place in [0, 7, 16, 299 * 13, 299 * 13 + 12] {
            var numbers = [Float](repeating: 1, count: 300 * 13)
            #expect(StoredWeights(numbers, rows: 300, columns: 13, as: format).matrix.isFinite())
            numbers[place] = stranger
            #expect(!StoredWeights(numbers, rows: 300, columns: 13, as: format).matrix.isFinite(), "at \(place)")
            #expect(!Matrix(numbers, columns: 13).isFinite(), "at \(place)")
        }
    }
}
