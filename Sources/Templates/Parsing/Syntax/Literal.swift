/// A value that a template writes out.
enum Literal: Sendable {
    case none
    case boolean(Bool)
    case integer(Int)
    case real(Double)
    case string(Text)

    var value: Value {
        switch self {
        case .none: .none
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .real(let value): .real(value)
        case .string(let text): .string(text)
        }
    }
}
