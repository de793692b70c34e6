import Tensors

/// How far the factors of a layer's products are rounded before they are multiplied; sums keep the tape's type.
public enum FactorRounding: Sendable, Hashable {
    /// Not at all.
    case none

    /// To the nearest BF16 number, 8 significant bits: half the bytes, and where the processor multiplies pairs of them (AVX-512
    /// BF16) in a third of the time.
    case bfloat16

    /// The coarsest rounding that makes products faster on this processor.
    public static var fastest: FactorRounding { Float.addRoundedProduct == nil ? .none : .bfloat16 }
}

extension MatrixWindow {
    /// The same window of the numbers rounded to BF16.
    func roundedToBFloat16() -> MatrixWindow {
        let rounded = matrix.values.map { Scalar(StorageFormat.roundedToBFloat16(Float($0))) }
        var window = MatrixWindow(
            DenseMatrix(rounded, rows: matrix.rows, columns: matrix.columns), rows: rowRange, columns: columnRange)
        if isTransposed { window = window.transposed }
        return window
    }
}
