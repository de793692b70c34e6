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

    /// The same of factors that are rounded to BF16 first; nil where the processor does not multiply those faster.
    static var addRoundedProduct: ScaledProduct<Self>? { get }

    // Loops that a type may have kernels for; the defaults, in ``TapeScalar+Loops.swift``, state what they compute.

    /// log Σ exp of each row, stable.
    ///
    /// - Parameter matrix: Any numbers.
    /// - Returns: `[rows]`.
    static func logSums(of matrix: DenseMatrix<Self>) -> [Self]

    /// The exponential of each number less its row's own constant.
    ///
    /// - Parameters:
    ///   - matrix: Any numbers.
    ///   - constants: `[rows]`.
    /// - Returns: The shape of the matrix.
    static func exponentials(of matrix: DenseMatrix<Self>, lessRows constants: [Self]) -> DenseMatrix<Self>

    /// The dot product of each row with a row of another matrix; 0 where there is none.
    ///
    /// - Parameters:
    ///   - left: `[rows, columns]`.
    ///   - right: `[any, columns]`.
    ///   - places: A row of the right matrix for each of the left, negative for none; all exist.
    /// - Returns: `[rows]`.
    static func rowDots(_ left: DenseMatrix<Self>, _ right: DenseMatrix<Self>, at places: [Int32]) -> [Self]

    /// A gradient with respect to logits.
    ///
    /// - Parameter slope: Its parts.
    /// - Returns: The shape of the logits.
    static func softmaxGradient(_ slope: SoftmaxSlope<Self>) -> DenseMatrix<Self>

    /// silu(gate) ∘ up, of one shape.
    static func gated(_ gate: DenseMatrix<Self>, _ up: DenseMatrix<Self>) -> DenseMatrix<Self>

    /// The gradients of ``gated(_:_:)`` with respect to both factors, given the result's; all of one shape.
    static func gatedSlopes(
        _ slope: DenseMatrix<Self>, gate: DenseMatrix<Self>, up: DenseMatrix<Self>
    ) -> (gate: DenseMatrix<Self>, up: DenseMatrix<Self>)

    /// One update of ``AdamW``; all matrices are of one shape.
    static func update(
        _ parameter: inout DenseMatrix<Self>, first: inout DenseMatrix<Self>, second: inout DenseMatrix<Self>,
        gradient: DenseMatrix<Self>, by step: AdamWStep<Self>)
}

/// What ``TapeScalar/addProduct(size:scale:left:right:retained:destination:stride:)`` is, its arguments in that order.
public typealias ScaledProduct<Scalar: TapeScalar> = (
    ProductSize, Scalar, ProductFactor<Scalar>, ProductFactor<Scalar>, Scalar, UnsafeMutablePointer<Scalar>, Int
) -> Void

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
