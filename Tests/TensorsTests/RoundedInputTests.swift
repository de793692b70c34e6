import Foundation
import Tensors
import Testing

/// Products of weights in bfloat16 with inputs rounded to it.
struct RoundedInputTests {
    @Test(arguments: [1, 31, 32, 33, 64, 100, 2100])
    func `A product is that of rounded inputs, and no row depends on the others`(columns: Int) throws {
        var random = FixedRandom(columns)
        let weights = StoredWeights(random.numbers(29 * columns), rows: 29, columns: columns, as: .bfloat16)
        let matrix = try weights.matrix.roundingInputs()
        #expect(matrix.roundsInputs)
        for variant in KernelVariant.available {
            for rows in [1, 2, 5, 8, 13, 64] {
                let input = random.numbers(rows * columns)
                let rounded = try ElementType.bfloat16.encoded(input)
                let exact = WeightMatrix(bytes: rounded, element: .bfloat16, rows: rows, columns: columns).widened()
                var (output, alone) = (Matrix(rows: 0, columns: 29), Matrix(rows: 0, columns: 29))
                KernelVariant.with(variant) {
                    matrix.multiply(Matrix(input, columns: columns), into: &output, by: .rowExact)
                }
                for row in 0..<rows {
                    KernelVariant.with(variant) {
                        let single = Matrix(Array(input[row * columns..<(row + 1) * columns]), columns: columns)
                        matrix.multiply(single, into: &alone, by: .rowExact)
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
        let matrix = try weights.matrix.roundingInputs()
        let input = Matrix(random.numbers(260 * 100), columns: 100)
        var (output, expected) = (Matrix(rows: 0, columns: 29), Matrix(rows: 0, columns: 29))
        matrix.multiply(input, into: &output, by: .throughput)
        matrix.multiply(input, into: &expected, by: .rowExact)
        #expect(output.values == expected.values)
    }

    @Test
    func `Numbers of another type are rounded once, and too large ones refused`() throws {
        var random = FixedRandom(3)
        let numbers = random.numbers(8 * 40)
        let matrix = try WeightMatrix(Matrix(numbers, columns: 40)).roundingInputs()
        let rounded = try ElementType.bfloat16.encoded(numbers)
        #expect(matrix.element == .bfloat16)
        #expect(
            matrix.widened() == WeightMatrix(bytes: rounded, element: .bfloat16, rows: 8, columns: 40).widened())
        let large = WeightMatrix(Matrix([1, .greatestFiniteMagnitude], columns: 2))
        #expect(throws: ElementOverflow.self) { try large.roundingInputs() }
    }
}
