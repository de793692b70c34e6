import Autograd
import Tensors
import Testing

@Suite("A whole EAGLE-3 head, unrolled")
struct WholeHeadTests {
    static let tiny = TinyHeadSizes(
        width: 6, featureWidth: 10, intermediate: 7, vocabulary: 9, heads: AttentionHeads(count: 4, groups: 2, width: 2)
    )
    static let small = TinyHeadSizes(
        width: 32, featureWidth: 48, intermediate: 56, vocabulary: 70,
        heads: AttentionHeads(count: 4, groups: 2, width: 8))

    @Test("every parameter's gradient over three steps agrees with central differences", arguments: [1, 5])
    func gradients(rows: Int) {
        let training = TinyTraining(Self.tiny, rows: rows, steps: 3, seed: 1)
        expectTrueGradients(Self.tiny.parameters(seed: 2), within: 1e-6) { tape in training.loss(tape) { $0 } }
    }

    @Test("single precision agrees with double")
    func precision() {
        let training = TinyTraining(Self.small, rows: 70, steps: 3, seed: 3)
        let parameters = Self.small.parameters(seed: 4, spread: 0.3)
        let doubles = Tape(parameters)
        let exactLoss = training.loss(doubles) { $0 }
        let exact = doubles.gradients(of: exactLoss)
        let singles = Tape(parameters.singles)
        let roughLoss = training.loss(singles) { $0.singles }
        let rough = singles.gradients(of: roughLoss)
        #expect(abs(Double(roughLoss.scalar) - exactLoss.scalar) < 1e-6 * exactLoss.scalar)
        for (name, (left, right)) in zip(exact.names, zip(exact.matrices, rough.matrices)) {
            let scale = left.values.reduce(0) { max($0, abs($1)) }
            let worst = zip(left.values, right.values).reduce(0) { max($0, abs($1.0 - Double($1.1))) }
            #expect(worst < 2e-5 * scale, "'\(name)' is off by \(worst / scale)")
        }
    }

    @Test("the same inputs give the same bits")
    func determinism() {
        let training = TinyTraining(Self.small, rows: 130, steps: 3, seed: 5)
        let parameters = Self.small.parameters(seed: 6).singles
        let runs = (0..<2).map { _ in
            let tape = Tape(parameters)
            return tape.gradients(of: training.loss(tape) { $0.singles })
        }
        #expect(runs[0] == runs[1])
    }

    @Test("tapes that run at the same time give the bits that they give one after the other")
    func concurrency() async {
        let parameters = Self.small.parameters(seed: 9).singles
        @Sendable func gradients(_ seed: UInt64) -> NamedMatrices<Float> {
            let training = TinyTraining(Self.small, rows: 90, steps: 2, seed: seed)
            let tape = Tape(parameters)
            return tape.gradients(of: training.loss(tape) { $0.singles })
        }
        let expected = (0..<4).map(gradients)
        let found = await withTaskGroup(of: (UInt64, NamedMatrices<Float>).self) { group in
            for seed in 0..<UInt64(4) { group.addTask { (seed, gradients(seed)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (seed, gradients) in expected.enumerated() { #expect(found[UInt64(seed)] == gradients) }
    }

    @Test(
        "decoding a chain from a prefix gives the logits that training sees at that row", arguments: [0, 3, 6],
        [nil, 1])
    func decodingAgrees(prefix: Int, asked: Int?) {
        let training = TinyTraining(Self.small, rows: 7, steps: 3, seed: 7)
        let parameters = Self.small.parameters(seed: 8, spread: 0.3).singles
        let expected = trainingLogits(training, parameters)

        let head = Self.small.head(stored: parameters)
        var operations = StoredOperations(
            caches: [KeyValueCache(layers: 1, heads: Self.small.heads)],
            rotary: RotaryTable(Self.small.frequencies, headWidth: Self.small.heads.width))
        var features = head.project(Matrix(training.features.singles.values, columns: 48), "fc", &operations)
            .gathering(Array(0...prefix))
        let table = Matrix(training.table.singles.values, columns: 32)
        for step in 0..<3 {
            let rows = features.rows
            let first = step == 0 ? 0 : prefix + step
            operations.begin(.causal(past: first, rows: rows, route: .rowExact), asking: asked)
            let embedded = table.gathering(Array(training.tokens[first..<first + rows]))
            let output = head.run(embedded, features, on: &operations)
            #expect(output.states.rows == asked ?? rows)
            features = output.states.gathering([output.states.rows - 1])
            let decoded = output.logits[output.logits.rows - 1]
            for (column, logit) in decoded.enumerated() {
                #expect(abs(logit - expected[step][prefix, column]) < 1e-5)
            }
        }
    }

    func trainingLogits(_ training: TinyTraining, _ parameters: NamedMatrices<Float>) -> [DenseMatrix<Float>] {
        let head = training.sizes.head(Tape(parameters))
        var operations = TapeOperations<Float>(frequencies: training.sizes.frequencies)
        let table = Variable(constant: training.table.singles)
        var states = head.project(Variable(constant: training.features.singles), "fc", &operations)
        return (0..<training.steps).map { step in
            operations.beginUnrolled(step: step, rows: training.rows)
            let embedded = table.gatheringRows(Array(training.tokens[step..<step + training.rows]))
            let output = head.run(embedded, states, on: &operations)
            states = output.states
            return output.logits.value
        }
    }
}
