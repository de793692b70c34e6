import Foundation
import Tensors
import Testing

/// 8-bit copies of weights.
struct QuantisationTests {
    static let columns = [1, 31, 32, 33, 64, 100]

    @Test(arguments: StorageFormat.floats, columns)
    func `Every number is off by half a step of its block at most`(format: StorageFormat, columns: Int) {
        var random = FixedRandom(columns)
        // From row to row the numbers shrink, to where singles are denormal.
        let numbers = (0..<20).flatMap { row in
            random.numbers(columns).map { format == .float16 ? $0 : $0 * pow(2, Float(-6 * row)) }
        }
        let weights = StoredWeights(numbers, rows: 20, columns: columns, as: format)
        let copy = weights.matrix.quantised()
        #expect(copy.format == .q8 && copy.byteCount == 32 * ((columns + 31) / 32) * 34)
        #expect(copy.rows == 20 && copy.columns == columns)
        let rounded = copy.widened()
        for start in stride(from: 0, to: rounded.count, by: columns) {
            for block in stride(from: start, to: start + columns, by: 32) {
                let places = block..<min(block + 32, start + columns)
                let largest = weights.values[places].map(abs).max() ?? 0
                let worst = places.map { abs(weights.values[$0] - Double(rounded[$0])) }.max() ?? 0
                // The step is at most 1/128 larger than largest / 127, which eight bits cannot always hold.
                #expect(worst <= largest / 127 / 2 * (1 + 1.0 / 64) + 0x1p-133, "at \(block)")
            }
        }
    }

    /// Large enough to be rounded in two pieces.
    @Test
    func `A matrix that is rounded piece by piece has the numbers of its parts`() {
        let columns = 65_536
        var random = FixedRandom(7)
        let pattern = random.numbers(1009)
        let numbers = (0..<80 * columns).map { pattern[$0 % 1009] }
        let whole = WeightMatrix(Matrix(numbers, columns: columns))
        var done: [Range<Int>] = []
        let copy = whole.quantised { done.append($0) }
        #expect(done.count == 2 && done.first?.lowerBound == 0 && done.last?.upperBound == whole.byteCount)
        #expect(done.first?.upperBound == done.last?.lowerBound)
        var (found, expected) = (Matrix(rows: 0, columns: columns), Matrix(rows: 0, columns: columns))
        for row in [0, 63, 64, 79] {
            copy.lookUp([row], into: &found)
            let alone = Matrix(Array(numbers[row * columns..<(row + 1) * columns]), columns: columns)
            WeightMatrix(alone).quantised().lookUp([0], into: &expected)
            #expect(found.values == expected.values, "row \(row)")
        }
    }

    @Test(arguments: columns, [InputPrecision.full, .q8])
    func `A product is that of the rounded numbers and of inputs rounded to sixteen bits, or eight`(
        columns: Int, inputs: InputPrecision
    ) {
        var random = FixedRandom(columns)
        let weights = StoredWeights(random.numbers(29 * columns), rows: 29, columns: columns, as: .bfloat16)
        let copy = weights.matrix.quantised().rounding(inputs: inputs)
        #expect(copy.format == .q8 && copy.inputs == inputs)
        let rounded = copy.widened()
        for variant in KernelVariant.available {
            for rows in [1, 2, 5, 6, 13, 64] {
                let input = random.numbers(rows * columns)
                let roundedInput = Self.rounded(input, columns: columns, largest: inputs == .q8 ? 127 : 32512)
                var output = Matrix(rows: 0, columns: 29)
                KernelVariant.with(variant) {
                    copy.multiply(Matrix(input, columns: columns), into: &output, route: .rowExact)
                }
                for (place, found) in output.values.enumerated() {
                    let (row, column) = (place / 29, place % 29)
                    let factors = (0..<columns).map {
                        (roundedInput[row * columns + $0], Double(rounded[column * columns + $0]))
                    }
                    let expected = factors.reduce(0) { $0 + $1.0 * $1.1 }
                    let size = factors.reduce(0) { $0 + abs($1.1) }
                    // Inputs are below 1; what is left is the rounding of a sum of singles.
                    let bound = size * Double(columns + 2) * 6e-8
                    #expect(abs(Double(found) - expected) <= bound, "\(rows) rows, \(variant)")
                }
            }
        }
    }

    /// Each block of 32 of a row as multiples of its largest magnitude / `largest`.
    private static func rounded(_ numbers: [Float], columns: Int, largest: Float) -> [Double] {
        stride(from: 0, to: numbers.count, by: columns).flatMap { start in
            stride(from: start, to: start + columns, by: 32).flatMap { block in
                let places = block..<min(block + 32, start + columns)
                let magnitude = numbers[places].map(abs).max() ?? 0
                return numbers[places].map { number in
                    Double((number * (largest / magnitude)).rounded(.toNearestOrEven)) * Double(magnitude / largest)
                }
            }
        }
    }

    @Test(arguments: columns, [InputPrecision.full, .q8])
    func `A product for throughput has the same bits`(columns: Int, inputs: InputPrecision) {
        var random = FixedRandom(columns)
        let weights = StoredWeights(random.numbers(29 * columns), rows: 29, columns: columns, as: .bfloat16)
        let copy = weights.matrix.quantised().rounding(inputs: inputs)
        let input = Matrix(random.numbers(260 * columns), columns: columns)
        for variant in KernelVariant.available {
            var output = Matrix(rows: 0, columns: 29)
            var expected = output
            KernelVariant.with(variant) {
                copy.multiply(input, into: &output, route: .throughput)
                copy.multiply(input, into: &expected, route: .rowExact)
            }
            #expect(output.values == expected.values, "\(variant)")
        }
    }

    @Test
    func `Every variant rounds alike`() {
        var random = FixedRandom(5)
        let weights = StoredWeights(random.numbers(7 * 100), rows: 7, columns: 100, as: .float32)
        let copies = KernelVariant.available.map { variant in
            KernelVariant.with(variant) { weights.matrix.quantised().widened() }
        }
        #expect(copies.allSatisfy { $0 == copies[0] })
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func `A block with a number that is not finite becomes NaN, and no other does`(stranger: Float) {
        for place in [0, 31, 32, 63, 99] {
            var numbers = [Float](repeating: 1, count: 100)
            numbers[place] = stranger
            let copy = StoredWeights(numbers, rows: 1, columns: 100, as: .float32).matrix.quantised()
            #expect(!copy.isFinite())
            let widened = copy.widened()
            #expect(widened.indices.allSatisfy { widened[$0].isNaN == ($0 / 32 == place / 32) }, "at \(place)")
        }
    }

    @Test
    func `Zeros stay zeros, and the largest number of a block is nearly kept`() {
        let numbers = [Float](repeating: 0, count: 32) + [127] + [Float](repeating: -1, count: 31)
        let widened = StoredWeights(numbers, rows: 1, columns: 64, as: .float32).matrix.quantised().widened()
        #expect(widened == numbers)
    }

    @Test
    func `A copy of a copy is the copy`() {
        var random = FixedRandom(1)
        let copy = StoredWeights(random.numbers(64), rows: 2, columns: 32, as: .float32).matrix.quantised()
        #expect(copy.quantised().widened() == copy.widened())
        let other = copy.rounding(inputs: .q8).quantised()
        #expect(other.inputs == .q8 && other.widened() == copy.widened())
    }
}
