import Autograd

/// Numbers that look random and are the same every time (SplitMix64).
struct RandomNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Uniform in a range.
    mutating func number(_ range: ClosedRange<Double> = -1...1) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double(next() >> 11) / 9_007_199_254_740_992
    }

    mutating func index(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func matrix(_ rows: Int, _ columns: Int, in range: ClosedRange<Double> = -1...1) -> DenseMatrix<Double> {
        DenseMatrix((0..<rows * columns).map { _ in number(range) }, rows: rows, columns: columns)
    }

    /// Rows that sum to 1.
    mutating func probabilities(_ rows: Int, _ columns: Int) -> DenseMatrix<Double> {
        var matrix = matrix(rows, columns, in: 0.01...1)
        for row in 0..<rows {
            let total = (0..<columns).reduce(0) { $0 + matrix[row, $1] }
            for column in 0..<columns { matrix[row, column] /= total }
        }
        return matrix
    }
}

extension NamedMatrices where Scalar == Double {
    init(_ pairs: KeyValuePairs<String, DenseMatrix<Double>>) {
        self.init()
        for (name, matrix) in pairs { append(name, matrix) }
    }

    /// The same numbers in single precision.
    var singles: NamedMatrices<Float> {
        var result = NamedMatrices<Float>()
        for (name, matrix) in zip(names, matrices) { result.append(name, matrix.singles) }
        return result
    }
}

extension DenseMatrix where Scalar == Double {
    /// The same numbers in single precision.
    var singles: DenseMatrix<Float> { DenseMatrix<Float>(values.map(Float.init), rows: rows, columns: columns) }
}
