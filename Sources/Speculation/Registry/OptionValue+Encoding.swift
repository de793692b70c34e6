extension OptionValue: Encodable {
    /// Writes the bare value, without a trace of this type or of places.
    public func encode(to encoder: any Encoder) throws {
        switch content {
        case .map(let members):
            var container = encoder.container(keyedBy: OptionName.self)
            for member in members { try container.encode(member.value, forKey: OptionName(stringValue: member.name)) }
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .boolean(let flag): try flag.encode(to: encoder)
        case .integer(let number): try number.encode(to: encoder)
        case .real(let number): try number.encode(to: encoder)
        case .string(let text): try text.encode(to: encoder)
        case .list(let elements): try elements.encode(to: encoder)
        }
    }
}

/// An option's name as the key of an object.
private struct OptionName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
