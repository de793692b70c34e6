extension JSONValue {
    /// The value of an object's member; nil when there is no such member or this is no object.
    ///
    /// Keys compare by their bytes: the composed and the decomposed spelling of a letter are two keys.
    ///
    /// - Complexity: O(members). Walk ``members`` once to look up many keys of a large object.
    public subscript(key: String) -> JSONValue? {
        member(key)?.value
    }

    /// An object's member with its position; nil when there is no such member or this is no object.
    ///
    /// - Complexity: O(members).
    public func member(_ key: String) -> JSONMember? {
        let wanted = ExactString(key)
        return members?.first { ExactString($0.key) == wanted }
    }

    /// True for the literal `null`.
    public var isNull: Bool { self == .null }

    /// The truth value; nil when this is no `true` or `false`.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The exact integer; nil when this is no number, or one with fraction, exponent or more than 64 bits.
    public var integer: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The number, rounded to a double; nil when this is no number.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }

    /// The string; nil when this is none.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements; nil when this is no array.
    public var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members in file order; nil when this is no object.
    public var members: [JSONMember]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// What kind of value this is, as a noun for messages: "an object".
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a truth value"
        case .integer: "an integer"
        case .real: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
