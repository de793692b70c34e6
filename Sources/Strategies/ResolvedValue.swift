import Speculation

/// A value of a resolved strategy, typed as JSON types it, for storing beside results.
public enum ResolvedValue: Sendable, Hashable {
    /// Nothing.
    case null
    /// true or false.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// A number.
    case number(Double)
    /// Text.
    case text(String)
    /// Several values.
    case list([ResolvedValue])
    /// Named values.
    case section([String: ResolvedValue])
}

extension ResolvedValue: Encodable {
    /// Writes the bare value, without a trace of this type.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let flag): try container.encode(flag)
        case .integer(let number): try container.encode(number)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let values): try container.encode(values)
        case .section(let values): try container.encode(values)
        }
    }
}

extension ResolvedValue {
    /// A value as a file holds it.
    init(_ value: OptionValue) {
        switch value.content {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .number(number)
        case .string(let text): self = .text(text)
        case .list(let elements): self = .list(elements.map { ResolvedValue($0) })
        case .map(let members):
            self = .section(Dictionary(uniqueKeysWithValues: members.map { ($0.name, ResolvedValue($0.value)) }))
        }
    }
}
