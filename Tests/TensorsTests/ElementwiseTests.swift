import Foundation
import Tensors
import Testing

/// Norms, gates and rotations against their formulas in double precision.
struct ElementwiseTests {
    static let widths = [1, 2, 7, 16, 33, 100]

    private func isClose(_ actual: Float, _ expected: Double, within tolerance: Double) -> Bool {
        abs(Double(actual) - expected) <= tolerance * max(abs(expected), 1e-6)
    }

    @Test(arguments: widths)
    func `RMS norm divides by the root mean square of each group`(width: Int) {
        var random = FixedRandom(width)
        let weight = random.numbers(width)
        // Three groups in a row, as q/k norms see the heads.
        let input = Matrix(random.numbers(5 * 3 * width), columns: 3 * width)
        var output = Matrix(rows: 0, columns: 3 * width)
        input.normalize(weight: weight, epsilon: 1e-5, into: &output)
        var inPlace = input
        inPlace.normalize(weight: weight, epsilon: 1e-5)
        #expect(inPlace.values == output.values)
        let numbers = Array(input.values)
        for (place, actual) in output.values.enumerated() {
            let group = place / width * width
            let squares = numbers[group..<group + width].reduce(0.0) { $0 + Double($1) * Double($1) }
            let root = (squares / Double(width) + 1e-5).squareRoot()
            let expected = Double(numbers[place]) / root * Double(weight[place % width])
            #expect(isClose(actual, expected, within: 1e-5), "element \(place)")
        }
    }

    @Test(arguments: widths)
    func `The gate is SwiGLU, also where the exponential leaves single precision`(width: Int) {
        var random = FixedRandom(width)
        var gates = random.numbers(4 * width).map { $0 * 20 }
        gates[0] = 200
        gates[gates.count - 1] = -200
        let ups = random.numbers(4 * width)
        var matrix = Matrix(rows: 0, columns: width)
        Matrix(gates, columns: width).gate(Matrix(ups, columns: width), into: &matrix)
        for (place, actual) in matrix.values.enumerated() {
            let gate = Double(gates[place])
            let expected = gate / (1 + exp(-gate)) * Double(ups[place])
            #expect(isClose(actual, expected, within: 1e-5), "element \(place)")
        }
    }

    @Test(arguments: [2, 6, 16, 64])
    func `Rotation turns each pair of a head by its position's angle`(width: Int) {
        var random = FixedRandom(width)
        let frequencies = (0..<width / 2).map { Float(pow(10_000, -2 * Double($0) / Double(width))) }
        let positions: [Int32] = [0, 3, 3, 511, 2]
        let heads = 3
        let input = Matrix(random.numbers(positions.count * heads * width), columns: heads * width)
        var table = RotaryTable(frequencies: frequencies)
        var output = Matrix(rows: 0, columns: input.columns)
        table.rotate(input, positions: positions, into: &output)
        for (row, position) in positions.enumerated() {
            let (before, after) = (Array(input[row]), Array(output[row]))
            for head in 0..<heads {
                for pair in 0..<width / 2 {
                    let (first, second) = (head * width + pair, head * width + pair + width / 2)
                    let angle = Double(Float(position) * frequencies[pair])
                    let (a, b) = (Double(before[first]), Double(before[second]))
                    #expect(abs(Double(after[first]) - (a * cos(angle) - b * sin(angle))) < 1e-6)
                    #expect(abs(Double(after[second]) - (b * cos(angle) + a * sin(angle))) < 1e-6)
                }
            }
        }
        // A table that was made large at once holds the same angles as one that grew.
        var large = RotaryTable(frequencies: frequencies, positions: 1000)
        var again = Matrix(rows: 0, columns: input.columns)
        large.rotate(input, positions: positions, into: &again)
        #expect(again.values == output.values)
    }

    @Test(arguments: widths)
    func `The other gate is GeGLU`(width: Int) {
        var random = FixedRandom(width)
        let (gates, ups) = (random.numbers(4 * width).map { $0 * 6 }, random.numbers(4 * width))
        var matrix = Matrix(rows: 0, columns: width)
        Matrix(gates, columns: width).gate(Matrix(ups, columns: width), by: .gelu, into: &matrix)
        for (place, actual) in matrix.values.enumerated() {
            let gate = Double(gates[place])
            let inner = (2 / Double.pi).squareRoot() * (gate + 0.044715 * gate * gate * gate)
            #expect(abs(Double(actual) - gate / 2 * (1 + tanh(inner)) * Double(ups[place])) < 1e-6)
        }
    }

    @Test
    func `A bound keeps signs, nearly keeps what is small, and lets no infinity pass`() {
        var matrix = Matrix([0, 0.5, -3, 400, .infinity, .nan, -0.001], columns: 7)
        matrix.bound(by: 4)
        let expected = [0, 0.5, -3, 400].map { 4 * tanh($0 / 4) }
        for (actual, expected) in zip(matrix.values, expected) { #expect(abs(Double(actual) - expected) < 1e-6) }
        #expect(matrix[0][4].isNaN && matrix[0][5].isNaN && abs(matrix[0][6] + 0.001) < 1e-6)
    }

    @Test
    func `Of a head that is rotated in part the rest stays, and a magnitude scales what is turned`() {
        let (width, positions) = (10, [Int32(0), 7, 2])
        var random = FixedRandom(4)
        let input = Matrix(random.numbers(positions.count * 2 * width), columns: 2 * width)
        let frequencies = RotaryFrequencies([1, 0.25, 0.125], magnitude: 1.5)
        var table = RotaryTable(frequencies, headWidth: width, positions: 5)
        var output = Matrix(rows: 0, columns: input.columns)
        table.rotate(input, positions: positions, into: &output)
        for (row, position) in positions.enumerated() {
            let (before, after) = (Array(input[row]), Array(output[row]))
            for head in 0..<2 {
                #expect(after[head * width + 6..<(head + 1) * width] == before[head * width + 6..<(head + 1) * width])
                for pair in 0..<3 {
                    let (first, second) = (head * width + pair, head * width + pair + 3)
                    let angle = Double(position) * Double(frequencies.radians[pair])
                    let turned = 1.5 * (Double(before[first]) * cos(angle) - Double(before[second]) * sin(angle))
                    #expect(abs(Double(after[first]) - turned) < 1e-5)
                }
            }
        }
    }

    /// The token at position p turns as in a text of p + 1 tokens, whatever else is turned with it.
    @Test
    func `A base that grows turns each token by its own place`() {
        let stretch = DynamicStretch(base: 100, factor: 3, context: 4)
        let plain = (0..<3).map { Float(pow(100, -Double(2 * $0) / 6)) }
        let frequencies = RotaryFrequencies(plain, stretch: stretch)
        var random = FixedRandom(6)
        let row = random.numbers(6)
        let input = Matrix(row + row + row + row, columns: 6)
        let positions = [Int32(1), 3, 4, 40]
        for made in [0, 4, 64] {
            var table = RotaryTable(frequencies, headWidth: 6, positions: made)
            var together = Matrix(rows: 0, columns: 6)
            table.rotate(input, positions: positions, into: &together)
            for (place, position) in positions.enumerated() {
                let length = Double(position + 1)
                let base = position < 4 ? 100 : 100 * pow(3 * length / 4 - 2, 6.0 / 4)
                let fixed = (0..<3).map { Float(pow(base, -Double(2 * $0) / 6)) }
                var alone = Matrix(rows: 0, columns: 6)
                var expected = RotaryTable(frequencies: fixed)
                expected.rotate(Matrix(row, columns: 6), positions: [position], into: &alone)
                for (actual, wanted) in zip(together[place], alone[0]) { #expect(abs(actual - wanted) < 1e-5) }
            }
        }
    }

    /// Texts whose beginning was read at once turn as ones of that length, and later tokens by their own place.
    @Test
    func `Beginnings read at once turn as a whole`() {
        let plain: [Float] = [1, 0.1, 0.01]
        let stretch = DynamicStretch(base: 100, factor: 3, context: 4)
        let long = LongTexts([0.5, 0.02, 0.001], beyond: 4)
        func at(_ length: Double) -> [Float] {
            (0..<3).map { Float(pow(100 * pow(3 * length / 4 - 2, 6.0 / 4), -Double(2 * $0) / 6)) }
        }
        let cases: [(RotaryFrequencies, Int32, [[Float]])] = [
            (RotaryFrequencies(plain, longTexts: long), 4, [plain, plain, plain]),
            (RotaryFrequencies(plain, longTexts: long), 5, [long.radians, long.radians, long.radians]),
            (RotaryFrequencies(plain, stretch: stretch), 4, [plain, at(5), at(8)]),
            (RotaryFrequencies(plain, stretch: stretch), 6, [at(6), at(6), at(8)]),
        ]
        var random = FixedRandom(7)
        let row = random.numbers(6)
        let positions = [Int32(2), 4, 7]
        for (frequencies, beginning, expected) in cases {
            for made in [0, 16] {
                var table = RotaryTable(frequencies, headWidth: 6, positions: made)
                var output = Matrix(rows: 0, columns: 6)
                table.rotate(
                    Matrix(row + row + row, columns: 6), positions: positions,
                    beginnings: [beginning, beginning, beginning], into: &output)
                for (place, radians) in expected.enumerated() {
                    var alone = Matrix(rows: 0, columns: 6)
                    var fixed = RotaryTable(frequencies: radians)
                    fixed.rotate(Matrix(row, columns: 6), positions: [positions[place]], into: &alone)
                    for (actual, wanted) in zip(output[place], alone[0]) { #expect(abs(actual - wanted) < 1e-5) }
                }
            }
        }
    }

    @Test
    func `Addition and row bias add element by element`() {
        var random = FixedRandom(5)
        let (left, right, bias) = (random.numbers(3 * 21), random.numbers(3 * 21), random.numbers(21))
        var sum = Matrix(left, columns: 21)
        sum.add(Matrix(right, columns: 21))
        #expect(Array(sum.values) == zip(left, right).map { $0 + $1 })
        sum = Matrix(left, columns: 21)
        sum.addToRows(bias)
        #expect(Array(sum.values) == left.enumerated().map { $1 + bias[$0 % 21] })
    }
}
