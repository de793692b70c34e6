extension JSONValue {
    /// What an encodable value says of itself.
    ///
    /// Members are in alphabetical order of their keys, whatever order they are encoded in. A number that JSON does not
    /// have becomes the string "inf", "-inf" or "nan": only logits can be infinite, as where a model masks a token. A `Float`
    /// becomes the double that its shortest decimal form names.
    ///
    /// - Parameter value: Anything encodable.
    /// - Throws: What the value throws when it is encoded; `EncodingError` for an integer that does not fit an `Int`.
    public init(encoding value: some Encodable) throws {
        let node = EncodedNode()
        try ValueEncoder(node: node, codingPath: []).encode(value)
        self = node.value
    }

    /// The JSON of a value that is no collection and has no members; nil for others.
    ///
    /// - Throws: `EncodingError` for an integer that does not fit an `Int`.
    init?(scalar value: some Encodable, at path: [any CodingKey]) throws {
        switch value {
        case let value as Bool: self = .bool(value)
        case let value as String: self = .string(value)
        case let value as Double: self = Self.number(value)
        case let value as Float: self = Self.number(Double(value.description) ?? Double(value))
        case let value as any BinaryInteger:
            guard let integer = Int(exactly: value) else {
                throw EncodingError.invalidValue(
                    value, .init(codingPath: path, debugDescription: "\(value) does not fit an integer of 64 bits"))
            }
            self = .integer(integer)
        default: return nil
        }
    }

    /// A whole number is written without a fraction, as JSON does not tell the two apart; only -0 keeps its sign so.
    private static func number(_ value: Double) -> JSONValue {
        guard value.isFinite else { return .string(value.isNaN ? "nan" : value > 0 ? "inf" : "-inf") }
        if let whole = Int(exactly: value), whole != 0 || value.sign == .plus { return .integer(whole) }
        return .real(value)
    }
}
