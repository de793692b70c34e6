import Autograd
import Tensors
import Testing

@Suite("Norms, rotations and losses over rows have true gradients")
struct RowGradientTests {
    static let shapes = [(1, 2), (3, 5), (4, 19)]

    @Test("root-mean-square norm, of whole rows and of heads")
    func norm() {
        var random = RandomNumbers(seed: 1)
        let parameters = NamedMatrices([
            "x": random.matrix(5, 6), "w": random.matrix(1, 6), "head": random.matrix(1, 3),
        ])
        expectTrueGradients(parameters) { $0.parameter("x").normalized(gain: $0.parameter("w"), epsilon: 1e-5) }
        expectTrueGradients(parameters) { $0.parameter("x").normalized(gain: $0.parameter("head"), epsilon: 1e-2) }
    }

    @Test("rotation, which keeps lengths")
    func rotation() {
        var random = RandomNumbers(seed: 2)
        let parameters = NamedMatrices(["x": random.matrix(4, 12)])
        let positions: [Int32] = [0, 3, 3, 900]
        let plain = RotaryFrequencies([1, 0.1, 0.01])
        let others = [
            RotaryFrequencies([1, 0.1, 0.01], magnitude: 1.5),
            RotaryFrequencies([1, 0.1, 0.01], stretch: DynamicStretch(base: 100, factor: 4, context: 8)),
        ]
        for frequencies in [plain] + others {
            expectTrueGradients(parameters) {
                $0.parameter("x").rotated(positions: positions, frequencies: frequencies)
            }
        }
        let input = Variable(constant: random.matrix(4, 12))
        let output = input.rotated(positions: positions, frequencies: plain)
        let lengths = [input, output].map { variable in variable.value.values.reduce(0) { $0 + $1 * $1 } }
        #expect(abs(lengths[0] - lengths[1]) < 1e-12)
    }

    @Test("log-softmax", arguments: shapes)
    func logSoftmax(shape: (Int, Int)) {
        var random = RandomNumbers(seed: 3)
        let parameters = NamedMatrices(["z": random.matrix(shape.0, shape.1, in: -4...4)])
        expectTrueGradients(parameters) { $0.parameter("z").logSoftmax() }
    }

    @Test("log-probabilities of chosen columns, which are those of log-softmax", arguments: shapes)
    func tokenLogProbabilities(shape: (Int, Int)) {
        var random = RandomNumbers(seed: 8)
        let parameters = NamedMatrices(["z": random.matrix(shape.0, shape.1, in: -4...4)])
        let columns = (0..<shape.0).map { _ in random.index(below: shape.1) }
        expectTrueGradients(parameters) { $0.parameter("z").tokenLogProbabilities(columns) }
        let logits = Tape(parameters).parameter("z")
        let direct = logits.tokenLogProbabilities(columns).value
        let full = logits.logSoftmax().value
        for (row, column) in columns.enumerated() { #expect(abs(direct[row, 0] - full[row, column]) < 1e-12) }
    }

    @Test("soft cross-entropy, also with rows that do not sum to 1", arguments: shapes)
    func crossEntropy(shape: (Int, Int)) {
        var random = RandomNumbers(seed: 4)
        let parameters = NamedMatrices(["z": random.matrix(shape.0, shape.1, in: -4...4)])
        var target = random.probabilities(shape.0, shape.1)
        expectTrueGradients(parameters) { $0.parameter("z").softCrossEntropy(against: target) }
        for column in 0..<shape.1 { target[0, column] *= 0.5 }
        expectTrueGradients(parameters) { $0.parameter("z").softCrossEntropy(against: target) }
    }

    @Test("soft cross-entropy equals its definition, and survives enormous logits")
    func crossEntropyValue() {
        var random = RandomNumbers(seed: 5)
        let logits = Variable(constant: random.matrix(3, 11, in: -4...4))
        let target = random.probabilities(3, 11)
        let fused = logits.softCrossEntropy(against: target)
        let plain = logits.logSoftmax().rowSums(weightedBy: target).scaled(by: -1)
        for (left, right) in zip(fused.value.values, plain.value.values) { #expect(abs(left - right) < 1e-13) }
        let huge = Variable(constant: DenseMatrix<Float>(row: [30_000, 0, -30_000]))
        #expect(huge.softCrossEntropy(against: DenseMatrix(row: [1, 0, 0])).scalar == 0)
        #expect(huge.softCrossEntropy(against: DenseMatrix(row: [0, 1, 0])).scalar == 30_000)
    }

    @Test("the chance of rejection", arguments: shapes)
    func rejection(shape: (Int, Int)) {
        var random = RandomNumbers(seed: 6)
        let parameters = NamedMatrices(["z": random.matrix(shape.0, shape.1, in: -2...2)])
        let target = random.probabilities(shape.0, shape.1)
        expectTrueGradients(parameters) { $0.parameter("z").rejection(by: target) }
    }
}
