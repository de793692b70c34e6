import Autograd
import Testing

/// The kernels in single precision against the plain loops in double precision.
@Suite("The training kernels compute what the plain loops state")
struct LoopKernelTests {
    /// Widths around every vector's length, and one of a vocabulary.
    static let widths = [1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 48, 65, 2048]

    func expectClose(_ found: [Float], _ wanted: [Double], within tolerance: Double, _ what: Comment) {
        #expect(found.count == wanted.count)
        let scale = wanted.reduce(1e-3) { max($0, abs($1)) }
        let worst = zip(found, wanted).map { abs(Double($0) - $1) / scale }.max() ?? 0
        #expect(worst < tolerance, what)
    }

    @Test("log-sums, exponentials and dot products of rows", arguments: widths)
    func rows(width: Int) {
        var random = RandomNumbers(seed: UInt64(width))
        let (numbers, others) = (random.matrix(5, width, in: -30...30), random.matrix(3, width))
        let sums = Double.logSums(of: numbers)
        expectClose(Float.logSums(of: numbers.singles), sums, within: 1e-6, "log-sums")
        expectClose(
            Float.exponentials(of: numbers.singles, lessRows: sums.map { Float($0) }).values,
            Double.exponentials(of: numbers, lessRows: sums).values, within: 1e-5, "exponentials")
        let places: [Int32] = [2, -1, 0, 0, 1]
        expectClose(
            Float.rowDots(numbers.singles, others.singles, at: places),
            Double.rowDots(numbers, others, at: places), within: 1e-5, "dot products")
    }

    @Test("gradients of soft cross-entropy and of chosen columns, with rows left out", arguments: widths)
    func softmax(width: Int) {
        var random = RandomNumbers(seed: UInt64(100 + width))
        let parameters = NamedMatrices(["z": random.matrix(4, width, in: -5...5)])
        let (target, weights) = (random.probabilities(2, width), random.matrix(4, 1))
        func gradient<Scalar: TapeScalar>(
            _ parameters: NamedMatrices<Scalar>, _ weights: DenseMatrix<Scalar>,
            _ loss: (Variable<Scalar>) -> Variable<Scalar>
        ) -> [Scalar] {
            let tape = Tape(parameters)
            var gradients = parameters.zeros()
            tape.addGradients(of: loss(tape.parameter("z")), weightedBy: weights, to: &gradients)
            return gradients.matrices[0].values
        }
        let rows = [1, nil, 0, 1]
        let soft = gradient(parameters.singles, weights.singles) {
            $0.softCrossEntropy(against: target.singles, rows: rows)
        }
        expectClose(
            soft, gradient(parameters, weights) { $0.softCrossEntropy(against: target, rows: rows) }, within: 1e-5,
            "soft cross-entropy")
        #expect(soft[width..<2 * width].allSatisfy { $0 == 0 })
        let columns = [0, width - 1, nil, width / 2]
        let chosen = gradient(parameters.singles, weights.singles) { $0.tokenLogProbabilities(columns) }
        expectClose(
            chosen, gradient(parameters, weights) { $0.tokenLogProbabilities(columns) }, within: 1e-5,
            "log-probabilities")
        #expect(chosen[2 * width..<3 * width].allSatisfy { $0 == 0 })
    }

    @Test("the gated unit and its gradients", arguments: widths)
    func gatedUnit(width: Int) {
        var random = RandomNumbers(seed: UInt64(200 + width))
        let gate = random.matrix(3, width, in: -20...20)
        let (up, slope) = (random.matrix(3, width), random.matrix(3, width))
        expectClose(
            Float.gated(gate.singles, up.singles).values, Double.gated(gate, up).values, within: 1e-6, "value")
        let found = Float.gatedSlopes(slope.singles, gate: gate.singles, up: up.singles)
        let wanted = Double.gatedSlopes(slope, gate: gate, up: up)
        expectClose(found.gate.values, wanted.gate.values, within: 2e-6, "gradient of the gate")
        expectClose(found.up.values, wanted.up.values, within: 2e-6, "gradient of the other factor")
    }

    @Test("updates of AdamW", arguments: widths)
    func adamW(width: Int) {
        var random = RandomNumbers(seed: UInt64(300 + width))
        var exact = NamedMatrices(["p": random.matrix(2, width)])
        var single = exact.singles
        let options = AdamWOptions(weightDecay: 0.01)
        var (exactly, singly) = (AdamW(for: exact, options: options), AdamW(for: single, options: options))
        for _ in 0..<4 {
            let gradients = NamedMatrices(["p": random.matrix(2, width)])
            exactly.update(&exact, gradients: gradients, rate: 0.05)
            singly.update(&single, gradients: gradients.singles, rate: 0.05)
        }
        expectClose(single.matrices[0].values, exact.matrices[0].values, within: 1e-5, "parameters")
        for (found, wanted) in zip(
            singly.state.secondMoments.matrices[0].values, exactly.state.secondMoments.matrices[0].values)
        {
            #expect(abs(Double(found) - wanted) < 1e-6)
        }
    }

    @Test("what is not finite stays so, and what is enormous does not overflow")
    func extremes() {
        var row = [Float](repeating: 1, count: 37)
        row[35] = .nan
        #expect(Float.logSums(of: DenseMatrix(row: row))[0].isNaN)
        row[35] = 30_000
        #expect(Float.logSums(of: DenseMatrix(row: row)) == [30_000])
        let exponentials = Float.exponentials(of: DenseMatrix(row: row), lessRows: [0]).values
        #expect(exponentials[35] == .infinity && abs(exponentials[36] - 2.718_281_8) < 1e-5)
        row[35] = -.infinity
        #expect(Float.exponentials(of: DenseMatrix(row: row), lessRows: [0]).values[35] == 0)
    }
}
