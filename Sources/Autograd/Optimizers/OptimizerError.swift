/// Why a saved optimizer state cannot be used.
public enum OptimizerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number of updates is below zero.
    case negativeStep(Int)

    /// A matrix is missing, or is not expected.
    case differentNames(String)

    /// A matrix has another shape than the parameter of its name.
    case differentShape(String, found: String, expected: String)

    /// One sentence that names the matrix.
    public var description: String {
        switch self {
        case .negativeStep(let step): "the optimizer's state claims \(step) updates"
        case .differentNames(let name): "the optimizer's state and the parameters do not share '\(name)'"
        case .differentShape(let name, let found, let expected):
            "the optimizer's state of '\(name)' is \(found), and the parameter is \(expected)"
        }
    }

    /// Refuses matrices that differ in name, order or shape.
    static func check<Scalar>(_ found: NamedMatrices<Scalar>, fits expected: NamedMatrices<Scalar>) throws {
        guard found.names == expected.names else {
            let both = zip(found.names, expected.names).first { $0 != $1 }
            let extra = found.names.dropFirst(expected.names.count) + expected.names.dropFirst(found.names.count)
            throw differentNames(both?.1 ?? extra.first ?? "")
        }
        for (name, (left, right)) in zip(expected.names, zip(found.matrices, expected.matrices))
        where !left.hasShape(of: right) {
            throw differentShape(
                name, found: "\(left.rows) × \(left.columns)", expected: "\(right.rows) × \(right.columns)")
        }
    }
}
