import Autograd
import Tensors
import Testing

@Suite("Attention has true gradients under every visibility")
struct AttentionGradientTests {
    static let heads = [
        AttentionHeads(count: 1, groups: 1, width: 2), AttentionHeads(count: 4, groups: 2, width: 3),
        AttentionHeads(count: 3, groups: 1, width: 4),
    ]

    /// Queries of the last step and keys and values of all.
    func parameters(_ heads: AttentionHeads, rows: [Int]) -> NamedMatrices<Double> {
        var random = RandomNumbers(seed: UInt64(heads.count + rows.count))
        var parameters = NamedMatrices<Double>()
        parameters.append("q", random.matrix(rows[rows.count - 1], heads.count * heads.width, in: -2...2))
        for (step, count) in rows.enumerated() {
            parameters.append("k\(step)", random.matrix(count, heads.groups * heads.width, in: -2...2))
            parameters.append("v\(step)", random.matrix(count, heads.groups * heads.width))
        }
        return parameters
    }

    func memory<Scalar>(_ tape: Tape<Scalar>, steps: Int) -> AttentionMemory<Scalar> {
        var memory = AttentionMemory<Scalar>()
        for step in 0..<steps { memory.append(keys: tape.parameter("k\(step)"), values: tape.parameter("v\(step)")) }
        return memory
    }

    @Test("causal and unrolled, steps 0 to 3", arguments: heads, 0...3)
    func unrolled(heads: AttentionHeads, step: Int) {
        let rows = 5
        expectTrueGradients(parameters(heads, rows: [Int](repeating: rows, count: step + 1))) { tape in
            tape.parameter("q").attending(
                to: memory(tape, steps: step + 1), seeing: .unrolled(step: step, rows: rows), heads: heads)
        }
    }

    @Test("trees whose nodes share ancestors, after prefixes of different lengths", arguments: heads)
    func trees(heads: AttentionHeads) {
        // Pass 0 is the sequence (4 slots), pass 1 three nodes, pass 2 four nodes below them.
        var visibility = Visibility()
        visibility.append(leading: 2, listed: [4, 7])
        visibility.append(leading: 2, listed: [4, 8])
        visibility.append(leading: 4, listed: [6, 9])
        visibility.append(leading: 0, listed: [5, 5, 10])
        expectTrueGradients(parameters(heads, rows: [4, 3, 4])) { tape in
            tape.parameter("q").attending(to: memory(tape, steps: 3), seeing: visibility, heads: heads, scale: 0.7)
        }
    }

    @Test("a window is what a row that lists its last slots sees", arguments: heads, [1, 2, 3, 5, 9])
    func windows(heads: AttentionHeads, window: Int) {
        // Pass 0 is the sequence (5 slots), pass 1 a step of all its rows, pass 2 another.
        let (rows, step) = (5, 2)
        let parameters = parameters(heads, rows: [rows, rows, rows])
        let tape = Tape(parameters)
        let output = tape.parameter("q").attending(
            to: memory(tape, steps: 3), seeing: .unrolled(step: step, rows: rows), heads: heads, window: window)
        var listed = Visibility()
        for row in 0..<rows {
            let seen = Array(0...row) + [rows + row, 2 * rows + row]
            listed.append(leading: 0, listed: seen.suffix(window))
        }
        let expected = tape.parameter("q").attending(to: memory(tape, steps: 3), seeing: listed, heads: heads)
        for (left, right) in zip(output.value.values, expected.value.values) { #expect(abs(left - right) < 1e-12) }
        expectTrueGradients(parameters) { tape in
            tape.parameter("q").attending(
                to: memory(tape, steps: 3), seeing: .unrolled(step: step, rows: rows), heads: heads, window: window)
        }
    }

    @Test("rows beyond one tile give what a plain softmax gives")
    func severalTiles() {
        let heads = AttentionHeads(count: 2, groups: 1, width: 3)
        let (rows, step) = (131, 2)
        let parameters = parameters(heads, rows: [rows, rows, rows])
        let tape = Tape(parameters)
        let output = tape.parameter("q").attending(
            to: memory(tape, steps: 3), seeing: .unrolled(step: step, rows: rows), heads: heads
        ).value
        for row in [0, 1, 63, 64, 130] {
            let seen = (0...row).map { ("0", $0) } + [("1", row), ("2", row)]
            for head in 0..<2 {
                let scores = seen.map { pass, slot in
                    (0..<3).reduce(0) { sum, column in
                        sum + tape.parameter("q").value[row, head * 3 + column]
                            * tape.parameter("k\(pass)").value[slot, column]
                    } / 3.0.squareRoot()
                }
                let weights = scores.map { Double.exponential($0) }
                let total = weights.reduce(0, +)
                for column in 0..<3 {
                    let mixed = zip(seen, weights).reduce(0) { sum, entry in
                        sum + entry.1 / total * tape.parameter("v\(entry.0.0)").value[entry.0.1, column]
                    }
                    #expect(abs(mixed - output[row, head * 3 + column]) < 1e-12)
                }
            }
        }
    }

    @Test("gradients beyond one tile, against central differences")
    func gradientsOfSeveralTiles() {
        let heads = AttentionHeads(count: 1, groups: 1, width: 2)
        expectTrueGradients(parameters(heads, rows: [67, 67]), within: 1e-6) { tape in
            tape.parameter("q").attending(
                to: memory(tape, steps: 2), seeing: .unrolled(step: 1, rows: 67), heads: heads)
        }
    }
}
