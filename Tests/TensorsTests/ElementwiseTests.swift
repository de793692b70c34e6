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
        input.normalise(weight: weight, epsilon: 1e-5, into: &output)
        var inPlace = input
        inPlace.normalise(weight: weight, epsilon: 1e-5)
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
        var output = input
        table.rotate(&output, positions: positions)
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
        var again = input
        large.rotate(&again, positions: positions)
        #expect(again.values == output.values)
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
