/// One scalar of a document: its text as written and the value that the YAML 1.2 core schema gives it.
///
/// Only a plain (unquoted) scalar can be something other than a string, unless a tag says so. `no`, `on`, `1_000` and
/// `12:30:45` are strings: the surprises of YAML 1.1 are left behind.
public struct YAMLScalar: Hashable, Sendable {
    /// What a scalar means.
    public enum Value: Hashable, Sendable {
        /// `null`, `~` or nothing at all.
        case null
        /// `true` or `false`.
        case boolean(Bool)
        /// A whole number in decimal, `0x` or `0o` form that fits 64 bits with a sign.
        case integer(Int)
        /// A number with a point or an exponent, an infinity, or not a number.
        case real(Double)
        /// Everything else, and everything in quotes.
        case string(String)
    }

    /// The scalar's text: without its quotes and with its escapes and folded lines undone.
    public let text: String
    /// Whether the scalar was written without quotes and not as a block (`|`, `>`).
    public let isPlain: Bool
    /// What the scalar means.
    public let value: Value
}

extension YAMLScalar.Value {
    /// The kind of value with its article, as a message names it: "an integer", "a string".
    public var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .integer: "an integer"
        case .real: "a number"
        case .string: "a string"
        }
    }
}
