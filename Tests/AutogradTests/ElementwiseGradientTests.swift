import Autograd
import Testing

@Suite("Elementwise operations have true gradients")
struct ElementwiseGradientTests {
    static let shapes = [(1, 1), (3, 5), (7, 2), (2, 17)]

    func pair(_ shape: (Int, Int), in range: ClosedRange<Double> = -1...1) -> NamedMatrices<Double> {
        var random = RandomNumbers(seed: UInt64(shape.0 * 100 + shape.1))
        return NamedMatrices([
            "a": random.matrix(shape.0, shape.1, in: range), "b": random.matrix(shape.0, shape.1, in: range),
        ])
    }

    @Test("sum, difference and product of two", arguments: shapes)
    func arithmetic(shape: (Int, Int)) {
        expectTrueGradients(pair(shape)) { $0.parameter("a") + $0.parameter("b") }
        expectTrueGradients(pair(shape)) { $0.parameter("a") - $0.parameter("b") }
        expectTrueGradients(pair(shape)) { $0.parameter("a") * $0.parameter("b") }
    }

    @Test("a variable used twice gets both gradients", arguments: shapes)
    func fanOut(shape: (Int, Int)) {
        expectTrueGradients(pair(shape)) { tape in
            let square = tape.parameter("a") * tape.parameter("a")
            return square * square + square - tape.parameter("a")
        }
    }

    @Test("a row added to every row", arguments: shapes)
    func rowBroadcast(shape: (Int, Int)) {
        var random = RandomNumbers(seed: 5)
        let parameters = NamedMatrices([
            "a": random.matrix(shape.0, shape.1), "row": random.matrix(1, shape.1),
        ])
        expectTrueGradients(parameters) { $0.parameter("a").adding(row: $0.parameter("row")) }
    }

    @Test("scaling by constants of every kind", arguments: shapes)
    func scaling(shape: (Int, Int)) {
        var random = RandomNumbers(seed: 6)
        let factors = random.matrix(shape.0, shape.1)
        let rowFactors = (0..<shape.0).map { _ in random.number() }
        expectTrueGradients(pair(shape)) { $0.parameter("a").scaled(by: -1.75) }
        expectTrueGradients(pair(shape)) { $0.parameter("a").scaled(by: factors) }
        expectTrueGradients(pair(shape)) { $0.parameter("a").scaled(by: Array(factors.values)) }
        expectTrueGradients(pair(shape)) { $0.parameter("a").scaled(rowsBy: rowFactors) }
    }

    @Test("exponential, logarithm, sigmoid, gated unit", arguments: shapes)
    func transcendental(shape: (Int, Int)) {
        expectTrueGradients(pair(shape, in: -3...3)) { $0.parameter("a").exponential() }
        expectTrueGradients(pair(shape, in: 0.2...3)) { $0.parameter("a").logarithm() }
        expectTrueGradients(pair(shape, in: -4...4)) { $0.parameter("a").sigmoid() }
        expectTrueGradients(pair(shape, in: -4...4)) { $0.parameter("a").gating($0.parameter("b")) }
    }

    @Test("clipping and the lesser of two", arguments: shapes)
    func clipping(shape: (Int, Int)) {
        expectTrueGradients(pair(shape)) { $0.parameter("a").clipped(from: -0.4, to: 0.3) }
        expectTrueGradients(pair(shape)) { .minimum($0.parameter("a"), $0.parameter("b")) }
    }

    @Test("the clipped surrogate, with advantages of both signs", arguments: shapes)
    func surrogate(shape: (Int, Int)) {
        var random = RandomNumbers(seed: 8)
        let advantages = (0..<shape.0 * shape.1).map { _ in random.number(-2...2) }
        expectTrueGradients(pair(shape, in: 0.5...1.5)) {
            $0.parameter("a").clippedSurrogate(advantages: advantages, from: 0.8, to: 1.2)
        }
    }

    @Test("the clipped surrogate's four cases")
    func surrogateCases() {
        let ratios = NamedMatrices(["s": DenseMatrix<Double>(column: [0.5, 0.5, 1.5, 1.5, 1, 1])])
        let tape = Tape(ratios)
        let bound = tape.parameter("s").clippedSurrogate(advantages: [1, -1, 1, -1, 2, -2], from: 0.8, to: 1.2)
        #expect(bound.value.values == [0.5, -0.8, 1.2, -1.5, 2, -2])
        #expect(tape.gradients(of: bound.sum())["s"]?.values == [1, 0, 0, -1, 2, -2])
    }

    @Test("sums, means and weighted row sums", arguments: shapes)
    func totals(shape: (Int, Int)) {
        var random = RandomNumbers(seed: 9)
        let weights = random.matrix(shape.0, shape.1)
        expectTrueGradients(pair(shape)) { $0.parameter("a").sum() }
        expectTrueGradients(pair(shape)) { $0.parameter("a").mean() }
        expectTrueGradients(pair(shape)) { $0.parameter("a").rowSums() }
        expectTrueGradients(pair(shape)) { $0.parameter("a").rowSums(weightedBy: weights) }
        expectTrueGradients(pair(shape)) { $0.parameter("a").weightedSum(Array(weights.values)) }
    }
}
