/// Something between two operands, or `not` before one.
enum SyntaxOperator: Sendable {
    case or
    case and
    case not
    case comparison(Comparison)
    case arithmetic(Arithmetic.Operation)
    case concatenation

    /// How strongly it binds.
    var strength: Int {
        switch self {
        case .or: 0
        case .and: 1
        case .not: 2
        case .comparison: 3
        case .arithmetic(.add), .arithmetic(.subtract): 4
        case .concatenation: 5
        case .arithmetic(.power): 7
        case .arithmetic: 6
        }
    }
}
