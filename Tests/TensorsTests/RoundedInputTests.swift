import Foundation
import Tensors
import Testing

/// Products with rounded inputs.
struct RoundedInputTests {
    @Test(arguments: [1, 31, 32, 33, 64, 100, 2100])
    func `A product is that of rounded inputs, and no row depends on the others`(columns: Int) throws {
        var random = FixedRandom(columns)
        let weights = StoredWeights(random.numbers(29 * columns), rows: 29, columns: columns, as: .bfloat16)
        let matrix = weights.matrix.rounding(inputs: .bf16)
        #expect(matrix.inputs == .bf16)
        for variant in KernelVariant.available {
            for rows in [1, 2, 5, 8, 13, 64] {
                let input = random.numbers(rows * columns)
                let rounded = try StorageFormat.bfloat16.encoded(input)
                let exact = WeightMatrix(bytes: rounded, format: .bfloat16, rows: rows, columns: columns).widened()
                var (output, alone) = (Matrix(rows: 0, columns: 29), Matrix(rows: 0, columns: 29))
                KernelVariant.with(variant) {
                    matrix.multiply(Matrix(input, columns: columns), into: &output, route: .rowExact)
                }
                for row in 0..<rows {
                    KernelVariant.with(variant) {
                        let single = Matrix(Array(input[row * columns..<(row + 1) * columns]), columns: columns)
                        matrix.multiply(single, into: &alone, route: .rowExact)
                    }
                    #expect(alone[0] == output[row])
                    for unit in 0..<29 {
                        let terms = (0..<columns).map {
                            weights.values[unit * columns + $0] * Double(exact[row * columns + $0])
                        }
                        let bound = terms.reduce(0) { $0 + abs($1) } * Double(columns + 2) * 6e-8 + 1e-30
                        let start = output[row].startIndex
                        #expect(abs(Double(output[row][start + unit]) - terms.reduce(0, +)) <= bound)
                    }
                }
            }
        }
    }

    @Test
    func `A product for throughput has the same bits`() throws {
        var random = FixedRandom(4)
        let weights = StoredWeights(random.numbers(29 * 100), rows: 29, columns: 100, as: .bfloat16)
        let matrix = weights.matrix.rounding(inputs: .bf16)
        let input = Matrix(random.numbers(260 * 100), columns: 100)
        var (output, expected) = (Matrix(rows: 0, columns: 29), Matrix(rows: 0, columns: 29))
        matrix.multiply(input, into: &output, route: .throughput)
        matrix.multiply(input, into: &expected, route: .rowExact)
        #expect(output.values == expected.values)
    }

    /// Where a format has no loops of its own for a precision, inputs are rounded before; where it has, the bits are the same.
    @Test(arguments: StorageFormat.floats, [InputPrecision.bf16, .q8])
    func `A product with rounded inputs has the bits of the product by what they are rounded to`(
        format: StorageFormat, inputs: InputPrecision
    ) throws {
        for columns in [1, 33, 100, 2100] {
            var random = FixedRandom(columns)
            let weights = StoredWeights(random.numbers(29 * columns), rows: 29, columns: columns, as: format).matrix
            for rows in [1, 2, 13] {
                let input = random.numbers(rows * columns)
                let rounded = Matrix(try Self.rounded(input, columns: columns, to: inputs), columns: columns)
                for variant in KernelVariant.available {
                    var (output, expected) = (Matrix(rows: 0, columns: 29), Matrix(rows: 0, columns: 29))
                    KernelVariant.with(variant) {
                        let matrix = weights.rounding(inputs: inputs)
                        matrix.multiply(Matrix(input, columns: columns), into: &output, route: .rowExact)
                        weights.multiply(rounded, into: &expected, route: .rowExact)
                    }
                    #expect(output.values == expected.values, "\(rows) × \(columns), \(variant)")
                }
            }
        }
    }

    private static func rounded(_ numbers: [Float], columns: Int, to inputs: InputPrecision) throws -> [Float] {
        if inputs == .bf16 {
            let bytes = try StorageFormat.bfloat16.encoded(numbers)
            return WeightMatrix(bytes: bytes, format: .bfloat16, rows: 1, columns: numbers.count).widened()
        }
        return stride(from: 0, to: numbers.count, by: columns).flatMap { start in
            stride(from: start, to: start + columns, by: 32).flatMap { block in
                let places = block..<min(block + 32, start + columns)
                let magnitude = numbers[places].map(abs).max() ?? 0
                return numbers[places].map { ($0 * (127 / magnitude)).rounded(.toNearestOrEven) * (magnitude / 127) }
            }
        }
    }

    @Test
    func `Numbers of another type are rounded once, and too large ones refused`() throws {
        var random = FixedRandom(3)
        let numbers = random.numbers(8 * 40)
        let matrix = try WeightMatrix(Matrix(numbers, columns: 40)).converted(to: .bf16)
        let rounded = try StorageFormat.bfloat16.encoded(numbers)
        #expect(matrix.format == .bfloat16)
        #expect(
            matrix.widened() == WeightMatrix(bytes: rounded, format: .bfloat16, rows: 8, columns: 40).widened())
        let large = WeightMatrix(Matrix([1, .greatestFiniteMagnitude], columns: 2))
        #expect(throws: StorageOverflow.self) { try large.converted(to: .bf16) }
    }
}
