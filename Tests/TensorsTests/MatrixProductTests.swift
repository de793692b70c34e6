import Foundation
import Tensors
import Testing

/// Matrix products against sums in double precision.
struct MatrixProductTests {
    /// The last one is longer than what kernels multiply at a time.
    static let depths = [1, 7, 8, 9, 31, 64, 100, 257, 2100]
    static let inputRows = Array(1...9) + [16, 33, 64, 130, 260]

    /// Fails unless every element is within the rounding error of summing its terms in single precision.
    private func check(
        _ output: Matrix, _ input: Matrix, _ weights: StoredWeights, bias: [Float]? = nil,
        _ comment: Comment, at place: SourceLocation = #_sourceLocation
    ) {
        let (rows, depth) = (weights.matrix.rows, weights.matrix.columns)
        var wrong = 0
        for sample in 0..<input.rows {
            let (inputRow, outputRow) = (Array(input[sample]), Array(output[sample]))
            for row in 0..<rows {
                var sum = Double(bias?[row] ?? 0)
                var size = abs(sum)
                for column in 0..<depth {
                    let term = weights.values[row * depth + column] * Double(inputRow[column])
                    sum += term
                    size += abs(term)
                }
                if !(abs(Double(outputRow[row]) - sum) <= size * Double(depth + 2) * 6e-8) { wrong += 1 }
            }
        }
        #expect(wrong == 0, comment, sourceLocation: place)
    }

    @Test(arguments: StorageFormat.floats, depths)
    func `Products are right for any number of rows at any depth`(format: StorageFormat, depth: Int) {
        var random = FixedRandom(depth)
        // 29 weight rows: whole tiles of every size and a rest.
        let weights = StoredWeights(random.numbers(29 * depth), rows: 29, columns: depth, as: format)
        for rows in Self.inputRows {
            let input = Matrix(random.numbers(rows * depth), columns: depth)
            for route in [ProductRoute.rowExact, .throughput] {
                for variant in KernelVariant.available {
                    var output = Matrix(rows: 0, columns: 29)
                    KernelVariant.with(variant) { weights.matrix.multiply(input, into: &output, route: route) }
                    check(output, input, weights, "\(rows) rows, \(route), \(variant)")
                }
            }
        }
    }

    @Test(arguments: StorageFormat.floats, depths)
    func `A row's result is the same to the bit whatever is computed with it`(format: StorageFormat, depth: Int) {
        var random = FixedRandom(depth)
        let weights = StoredWeights(random.numbers(29 * depth), rows: 29, columns: depth, as: format)
        let input = Matrix(random.numbers(260 * depth), columns: depth)
        for variant in KernelVariant.available {
            KernelVariant.with(variant) {
                checkRowsAlone(input, weights.matrix, "\(variant)")
                checkRowsAlone(input, weights.matrix.quantised(), "\(variant), 8 bits")
                checkRowsAlone(input, weights.matrix.quantised().rounding(inputs: .q8), "\(variant), 8 bits each")
            }
        }
    }

    /// Fails unless each row alone has the bits that it has in batches of every size.
    private func checkRowsAlone(_ input: Matrix, _ weights: WeightMatrix, _ comment: String) {
        var alone: [[UInt32]] = []
        for row in 0..<input.rows {
            var output = Matrix(rows: 0, columns: weights.rows)
            weights.multiply(input.gathering([row]), into: &output, route: .rowExact)
            alone.append(output[0].map(\.bitPattern))
        }
        for rows in Self.inputRows {
            // The last rows, so that a row also changes its place in the batch.
            let selection = Array(input.rows - rows..<input.rows)
            var output = Matrix(rows: 0, columns: weights.rows)
            weights.multiply(input.gathering(selection), into: &output, route: .rowExact)
            let differing = selection.indices.filter { output[$0].map(\.bitPattern) != alone[selection[$0]] }
            #expect(differing.isEmpty, "\(rows) rows, \(comment)")
        }
    }

    @Test(arguments: StorageFormat.floats)
    func `Weights may lie at any address`(format: StorageFormat) {
        for misalignment in [1, 2, 3, 5, 7] {
            var random = FixedRandom(7)
            let numbers = random.numbers(19 * 45)
            let input = Matrix(random.numbers(50 * 45), columns: 45)
            let aligned = StoredWeights(numbers, rows: 19, columns: 45, as: format)
            let unaligned = StoredWeights(
                numbers, rows: 19, columns: 45, as: format, misalignment: misalignment)
            for route in [ProductRoute.rowExact, .throughput] {
                var expected = Matrix(rows: 0, columns: 19)
                var output = expected
                aligned.matrix.multiply(input, into: &expected, route: route)
                unaligned.matrix.multiply(input, into: &output, route: route)
                #expect(output.values == expected.values, "\(misalignment) bytes, \(route)")
            }
        }
    }

    @Test
    func `A bias is added to every row on either route`() {
        var random = FixedRandom(3)
        let weights = StoredWeights(random.numbers(300 * 20), rows: 300, columns: 20, as: .bfloat16)
        let bias = random.numbers(300)
        for rows in [1, 4, 64, 260] {
            let input = Matrix(random.numbers(rows * 20), columns: 20)
            for route in [ProductRoute.rowExact, .throughput] {
                var output = Matrix(rows: 0, columns: 300)
                weights.matrix.multiply(input, bias: bias, into: &output, route: route)
                check(output, input, weights, bias: bias, "\(rows) rows, \(route)")
            }
        }
    }

    @Test(arguments: StorageFormat.floats)
    func `Infinities, NaN and the smallest numbers pass through`(format: StorageFormat) {
        // The smallest single that each type can also hold, far below its normal numbers.
        let smallest: Float = format == .float16 ? 0x1p-24 : 0x1p-133
        for depth in [1, 8, 17, 33] {
            for strange in [Float.infinity, -.infinity, .nan, smallest] {
                for place in [0, depth - 1] {
                    var numbers = [Float](repeating: 0, count: 9 * depth)
                    numbers[4 * depth + place] = strange
                    let weights = StoredWeights(numbers, rows: 9, columns: depth, as: format)
                    let input = Matrix([Float](repeating: 1, count: 5 * depth), columns: depth)
                    var output = Matrix(rows: 0, columns: 9)
                    weights.matrix.multiply(input, into: &output, route: .rowExact)
                    for row in 0..<5 {
                        let result = Array(output[row])
                        #expect(strange.isNaN ? result[4].isNaN : result[4] == strange, "depth \(depth)")
                        #expect(result.enumerated().allSatisfy { $0.offset == 4 || $0.element == 0 })
                    }
                }
            }
        }
    }
}
