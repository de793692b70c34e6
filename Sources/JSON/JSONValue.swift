/// A JSON text, read strictly and kept as it was written.
///
/// Foundation's decoders do not fit a model folder: they merge object keys that are canonically equivalent Unicode
/// (a vocabulary may hold both spellings of "é"), accept a key twice, lose the order of members (which is the layout
/// of a safetensors header), and forget where a value stood. This reader keeps all four. It follows RFC 8259 without
/// extensions: no comments, trailing commas, `NaN`, lone surrogates or byte-order mark.
///
/// Two values are equal when they hold the same members in the same order; strings compare by their bytes.
public enum JSONValue: Sendable {
    /// The literal `null`.
    case null

    /// The literal `true` or `false`.
    case bool(Bool)

    /// A number written without fraction or exponent that fits 64 bits: it is exact.
    case integer(Int)

    /// Any other number, rounded to the nearest double; always finite.
    case real(Double)

    /// A string with its escapes resolved, not normalized.
    case string(String)

    /// The elements in file order.
    case array([JSONValue])

    /// The members in file order; no key occurs twice.
    case object([JSONMember])
}

extension JSONValue: Equatable {
    /// Tells whether two values are the same to the byte.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.real(let left), .real(let right)): left == right
        case (.string(let left), .string(let right)): ExactString(left) == ExactString(right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}
