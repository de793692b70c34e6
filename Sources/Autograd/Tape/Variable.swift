/// A matrix together with how it came about, so that gradients can flow back through it.
///
/// Operations are methods and operators, one family a file under `Operations/`. A variable is a small value: it shares
/// its numbers, and refers to its tape unless it is a constant. Each operation keeps alive only the numbers that its own
/// gradient needs; everything else goes as soon as the last variable that holds it does.
public struct Variable<Scalar: TapeScalar> {
    /// The numbers.
    public let value: DenseMatrix<Scalar>

    let origin: GradientOrigin
    let tape: Tape<Scalar>?

    /// How far the factors of products with it are rounded, where it is the right one: weights.
    private(set) var factorRounding = FactorRounding.none

    /// A constant: no gradient flows into it.
    ///
    /// - Parameter value: The numbers.
    public init(constant value: DenseMatrix<Scalar>) {
        self.init(value, origin: .constant, tape: nil)
    }

    init(_ value: DenseMatrix<Scalar>, origin: GradientOrigin, tape: Tape<Scalar>?) {
        self.value = value
        self.origin = origin
        self.tape = tape
    }

    /// The number of rows.
    public var rows: Int { value.rows }

    /// The number of columns.
    public var columns: Int { value.columns }

    /// Whether gradients flow into it.
    public var needsGradient: Bool { origin != .constant }

    /// The same numbers as a constant.
    public func detached() -> Variable { Variable(constant: value).roundingFactors(factorRounding) }

    /// The same variable as weights of which the products round their factors, their gradients' products too.
    ///
    /// - Parameter rounding: How far.
    /// - Returns: The variable; its numbers stay as they are.
    public func roundingFactors(_ rounding: FactorRounding) -> Variable {
        var copy = self
        copy.factorRounding = rounding
        return copy
    }

    /// The single number of a scalar.
    ///
    /// - Precondition: The shape is `[1, 1]`.
    public var scalar: Scalar {
        precondition(rows == 1 && columns == 1, "\(rows) × \(columns) is no scalar")
        return value.values[0]
    }
}

/// Where a variable's gradient goes.
enum GradientOrigin: Hashable, Sendable {
    case constant
    /// A parameter by its place among the tape's parameters.
    case parameter(Int)
    /// The result of the operation at this place of the tape, valid until the tape is cleared for the given time.
    case recorded(Int, generation: Int)
}
