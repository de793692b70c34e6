/// A floating-point type that the tape can compute in: `Float` to train, `Double` to check gradients.
public protocol TapeScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
    /// The exponential, accurate to about one unit in the last place, infinite or zero where it leaves the range.
    ///
    /// - Parameter exponent: Any number; NaN gives NaN.
    /// - Returns: e to the power of the exponent.
    static func exponential(_ exponent: Self) -> Self

    /// The natural logarithm.
    ///
    /// - Parameter number: Any number; negative ones give NaN.
    /// - Returns: The logarithm.
    static func logarithm(_ number: Self) -> Self

    /// Computes `destination = scale · left · right + retained · destination` by the system's BLAS.
    ///
    /// - Parameters:
    ///   - size: `left` is `[rows, depth]`, `right` `[depth, columns]`, `destination` `[rows, columns]`.
    ///   - scale: Multiplies the product.
    ///   - left: The left factor.
    ///   - right: The right factor.
    ///   - retained: Multiplies what the destination holds; 0 overwrites it, whatever it holds.
    ///   - destination: Its first element.
    ///   - stride: The numbers from one row of the destination to the next.
    static func addProduct(
        size: ProductSize, scale: Self, left: ProductFactor<Self>, right: ProductFactor<Self>, retained: Self,
        destination: UnsafeMutablePointer<Self>, stride: Int)
}

/// The three extents of a matrix product.
public struct ProductSize: Sendable, Hashable {
    /// The rows of the left factor and of the result.
    public let rows: Int
    /// The columns of the right factor and of the result.
    public let columns: Int
    /// The columns of the left factor and the rows of the right one.
    public let depth: Int
}

/// One factor of a matrix product as BLAS takes it; valid only while the pointer is.
public struct ProductFactor<Scalar: TapeScalar> {
    /// The first element.
    public let start: UnsafePointer<Scalar>
    /// The numbers from one stored row to the next.
    public let stride: Int
    /// Whether the factor is the transpose of what is stored.
    public let isTransposed: Bool
}
