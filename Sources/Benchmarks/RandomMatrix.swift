import Speculation
import Tensors

/// Makes activations up.
enum RandomMatrix {
    /// Numbers between -1 and 1, the same for the same shape.
    static func make(rows: Int, columns: Int) -> Matrix {
        guard rows * columns > 0 else { return Matrix(rows: rows, columns: columns) }
        var random = SeededRandom(seed: UInt64(rows), stream: UInt64(columns))
        let numbers = (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &random) }
        return Matrix(numbers, columns: columns)
    }
}
