/// Matrices by name as variables: a head's parameters as its forward pass sees them.
///
/// The same pass is differentiated when it gets a tape's parameters, and costs no memory beyond its result when it
/// gets constants.
public struct NamedVariables<Scalar: TapeScalar> {
    private let variable: (String) -> Variable<Scalar>

    /// How far the factors of products with them are rounded.
    public let factorRounding: FactorRounding

    /// A tape's parameters: gradients flow into them.
    ///
    /// - Parameters:
    ///   - tape: The tape.
    ///   - rounding: How far the factors of products with them are rounded.
    public init(_ tape: Tape<Scalar>, roundingFactors rounding: FactorRounding = .none) {
        self.init(rounding) { tape.parameter($0) }
    }

    /// Constants: no gradient flows into them.
    ///
    /// - Parameters:
    ///   - matrices: Their numbers.
    ///   - rounding: How far the factors of products with them are rounded.
    public init(constant matrices: NamedMatrices<Scalar>, roundingFactors rounding: FactorRounding = .none) {
        self.init(rounding) { name in
            guard let matrix = matrices[name] else { preconditionFailure("no parameter '\(name)'") }
            return Variable(constant: matrix)
        }
    }

    private init(_ rounding: FactorRounding, _ variable: @escaping (String) -> Variable<Scalar>) {
        factorRounding = rounding
        self.variable = variable
    }

    /// The same numbers as constants.
    public func detached() -> NamedVariables {
        NamedVariables(factorRounding) { [variable] in variable($0).detached() }
    }

    /// The variable of a name.
    ///
    /// - Precondition: There is one.
    public subscript(name: String) -> Variable<Scalar> { variable(name).roundingFactors(factorRounding) }
}
