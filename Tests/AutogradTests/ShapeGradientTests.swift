import Autograd
import Tensors
import Testing

@Suite("Products and operations that move rows and columns have true gradients")
struct ShapeGradientTests {
    @Test("matrix products, plain and transposed", arguments: [(1, 1, 1), (3, 4, 5), (7, 2, 9), (2, 13, 1)])
    func products(size: (Int, Int, Int)) {
        var random = RandomNumbers(seed: UInt64(size.0 + 10 * size.1 + 100 * size.2))
        let parameters = NamedMatrices([
            "a": random.matrix(size.0, size.1), "b": random.matrix(size.1, size.2),
            "w": random.matrix(size.2, size.1),
        ])
        expectTrueGradients(parameters) { $0.parameter("a").multiplied(by: $0.parameter("b")) }
        expectTrueGradients(parameters) { $0.parameter("a").multiplied(byTransposeOf: $0.parameter("w")) }
        let constant = Variable(constant: random.matrix(size.2, size.1))
        expectTrueGradients(parameters) { $0.parameter("a").multiplied(byTransposeOf: constant) }
        expectTrueGradients(parameters) { constant.multiplied(by: $0.parameter("b")) }
    }

    @Test("a product holds OpenBLAS to one thread, so that no later call changes its sums")
    func productsWithOneThread() {
        var random = RandomNumbers(seed: 1)
        let factor = Variable(constant: random.matrix(2, 3))
        _ = factor.multiplied(byTransposeOf: factor)
        #expect(SystemBLAS.threads == 1)
    }

    @Test("gathering rows adds up the gradients of repeated indices")
    func gatheringRows() {
        var random = RandomNumbers(seed: 1)
        let parameters = NamedMatrices(["table": random.matrix(5, 3)])
        expectTrueGradients(parameters) { $0.parameter("table").gatheringRows([4, 0, 4, 4, 1]) }
        expectTrueGradients(parameters) { $0.parameter("table").gatheringRows([2]) }
        let tape = Tape(parameters)
        let gradient = tape.gradients(of: tape.parameter("table").gatheringRows([3, 3, 0]).sum())["table"]
        #expect(gradient?.values == [1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 0])
    }

    @Test("gathering one column of each row")
    func gatheringColumns() {
        var random = RandomNumbers(seed: 2)
        expectTrueGradients(NamedMatrices(["a": random.matrix(4, 6)])) {
            ($0.parameter("a") * $0.parameter("a")).gatheringColumns([5, 0, 0, 3])
        }
    }

    @Test("joining columns and stacking rows, also of one variable with itself")
    func joining() {
        var random = RandomNumbers(seed: 3)
        let parameters = NamedMatrices(["a": random.matrix(3, 4), "b": random.matrix(3, 2), "c": random.matrix(5, 4)])
        expectTrueGradients(parameters) { $0.parameter("a").joined(with: $0.parameter("b")) }
        expectTrueGradients(parameters) { $0.parameter("a").joined(with: $0.parameter("a")) }
        expectTrueGradients(parameters) { .stacked([$0.parameter("a"), $0.parameter("c"), $0.parameter("a")]) }
    }

    @Test("slices of rows and columns, overlapping")
    func slicing() {
        var random = RandomNumbers(seed: 4)
        expectTrueGradients(NamedMatrices(["a": random.matrix(5, 7)])) { tape in
            let squared = tape.parameter("a") * tape.parameter("a")
            return squared.slicing(rows: 1..<4).slicing(columns: 2..<5)
                + squared.slicing(rows: 2..<5).slicing(columns: 0..<3)
        }
    }

    @Test("a detached variable passes no gradient on")
    func detaching() {
        let parameters = NamedMatrices(["a": DenseMatrix<Double>(row: [2, 3])])
        let tape = Tape(parameters)
        let loss = (tape.parameter("a").detached() * tape.parameter("a")).sum()
        #expect(tape.gradients(of: loss)["a"]?.values == [2, 3])
        #expect(!tape.parameter("a").detached().exponential().needsGradient)
    }

    @Test("gradients of several micro-batches add up, and the tape keeps its parameters")
    func accumulation() {
        // Halves are exact in binary, and so are their sums.
        let parameters = NamedMatrices(["a": DenseMatrix<Double>([0.5, -1.5, 2, 4.5], rows: 2, columns: 2)])
        let tape = Tape(parameters)
        var gradients = parameters.zeros()
        for _ in 0..<3 {
            tape.addGradients(of: (tape.parameter("a") * tape.parameter("a")).sum(), to: &gradients)
            #expect(tape.count == 0)
        }
        #expect(gradients["a"]?.values == parameters["a"].map { $0.values.map { 6 * $0 } })
        _ = tape.parameter("a").exponential()
        tape.clear()
        #expect(tape.count == 0 && tape.parameter("a").value == parameters["a"])
    }
}
