/// Matrices by name as variables: a head's parameters as its forward pass sees them.
///
/// The same pass is differentiated when it gets a tape's parameters, and costs no memory beyond its result when it
/// gets constants.
public struct NamedVariables<Scalar: TapeScalar> {
    private let variable: (String) -> Variable<Scalar>

    /// A tape's parameters: gradients flow into them.
    ///
    /// - Parameter tape: The tape.
    public init(_ tape: Tape<Scalar>) {
        variable = { tape.parameter($0) }
    }

    /// Constants: no gradient flows into them.
    ///
    /// - Parameter matrices: Their numbers.
    public init(constant matrices: NamedMatrices<Scalar>) {
        variable = { name in
            guard let matrix = matrices[name] else { preconditionFailure("no parameter '\(name)'") }
            return Variable(constant: matrix)
        }
    }

    private init(_ variable: @escaping (String) -> Variable<Scalar>) {
        self.variable = variable
    }

    /// The same numbers as constants.
    public func detached() -> NamedVariables { NamedVariables { [variable] in variable($0).detached() } }

    /// The variable of a name.
    ///
    /// - Precondition: There is one.
    public subscript(name: String) -> Variable<Scalar> { variable(name) }
}
