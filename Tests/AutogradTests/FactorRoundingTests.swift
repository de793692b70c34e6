import Autograd
import Testing

@Suite("Products with rounded factors are those of the rounded numbers")
struct FactorRoundingTests {
    /// A number as BF16 has it: 8 significant bits, halves to even.
    private static func rounded(_ number: Float) -> Float {
        let kept = Float(bitPattern: number.bitPattern & 0xffff_0000)
        let next = Float(bitPattern: (number.bitPattern & 0xffff_0000) + 0x1_0000)
        let (below, above) = (abs(number - kept), abs(next - number))
        if below == above { return kept.bitPattern & 0x1_0000 == 0 ? kept : next }
        return below < above ? kept : next
    }

    private static func numbers(_ rows: Int, _ columns: Int, seed: UInt64) -> DenseMatrix<Float> {
        var random = RandomNumbers(seed: seed)
        return DenseMatrix(random.matrix(rows, columns).values.map(Float.init), rows: rows, columns: columns)
    }

    private static func rounded(_ matrix: DenseMatrix<Float>) -> DenseMatrix<Double> {
        DenseMatrix(matrix.values.map { Double(rounded($0)) }, rows: matrix.rows, columns: matrix.columns)
    }

    /// A product, and the gradients of its numbers' weighted sum with respect to both factors.
    private static func outcome<Scalar: TapeScalar>(
        _ left: DenseMatrix<Scalar>, _ right: DenseMatrix<Scalar>, weights: DenseMatrix<Scalar>,
        rounding: FactorRounding, isTransposed: Bool
    ) -> [DenseMatrix<Scalar>] {
        var parameters = NamedMatrices<Scalar>()
        parameters.append("left", left)
        parameters.append("right", right)
        let tape = Tape(parameters)
        let (a, b) = (tape.parameter("left"), tape.parameter("right").roundingFactors(rounding))
        let product = isTransposed ? a.multiplied(byTransposeOf: b) : a.multiplied(by: b)
        var gradients = parameters.zeros()
        tape.addGradients(of: product, weightedBy: weights, to: &gradients)
        return [product.value] + gradients.matrices
    }

    private static func differ(_ found: DenseMatrix<Float>, _ expected: DenseMatrix<Double>) -> Double {
        zip(found.values, expected.values).map { abs(Double($0) - $1) }.max() ?? 0
    }

    @Test("a product and both of its gradients", arguments: [(3, 5, 7), (19, 40, 33), (50, 17, 300)], [false, true])
    func products(shape: (rows: Int, columns: Int, depth: Int), isTransposed: Bool) {
        let left = Self.numbers(shape.rows, shape.depth, seed: 1)
        let right =
            isTransposed
            ? Self.numbers(shape.columns, shape.depth, seed: 2)
            : Self.numbers(shape.depth, shape.columns, seed: 2)
        let weights = Self.numbers(shape.rows, shape.columns, seed: 3)
        let found = Self.outcome(left, right, weights: weights, rounding: .bfloat16, isTransposed: isTransposed)
        let expected = Self.outcome(
            Self.rounded(left), Self.rounded(right), weights: Self.rounded(weights), rounding: .none,
            isTransposed: isTransposed)
        let plain = Self.outcome(left, right, weights: weights, rounding: .none, isTransposed: isTransposed)
        for (place, matrix) in found.enumerated() {
            #expect(Self.differ(matrix, expected[place]) < 1e-4)
            // The rounding itself is far larger.
            #expect(zip(matrix.values, plain[place].values).contains { abs($0 - $1) > 1e-4 })
        }
    }

    @Test("any type of numbers is rounded to BF16")
    func doubles() {
        let (left, right) = (Self.numbers(4, 9, seed: 4), Self.numbers(6, 9, seed: 5))
        func widened(_ matrix: DenseMatrix<Float>) -> DenseMatrix<Double> {
            DenseMatrix(matrix.values.map(Double.init), rows: matrix.rows, columns: matrix.columns)
        }
        let found = Variable(constant: widened(left)).multiplied(
            byTransposeOf: Variable(constant: widened(right)).roundingFactors(.bfloat16))
        let expected = Variable(constant: Self.rounded(left)).multiplied(
            byTransposeOf: Variable(constant: Self.rounded(right)))
        #expect(found.value == expected.value)
    }

    @Test("a constant of weights keeps their rounding, and named ones share it")
    func keeping() {
        let left = Variable(constant: DenseMatrix<Float>([1.003], rows: 1, columns: 1))
        var matrices = NamedMatrices<Float>()
        matrices.append("w", DenseMatrix([1], rows: 1, columns: 1))
        for weights in [
            NamedVariables(constant: matrices, roundingFactors: .bfloat16),
            NamedVariables(Tape(matrices), roundingFactors: .bfloat16).detached(),
        ] {
            #expect(left.multiplied(byTransposeOf: weights["w"]).scalar == 1)
            #expect(left.multiplied(byTransposeOf: weights["w"].detached()).scalar == 1)
        }
        #expect(left.multiplied(byTransposeOf: NamedVariables(constant: matrices)["w"]).scalar == 1.003)
    }
}
