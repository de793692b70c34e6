public import JSON

/// A value that is given to a template, whose strings say where they came from.
public enum TemplateValue: Sendable {
    /// Python's None.
    case none

    /// A truth value.
    case boolean(Bool)

    /// A whole number.
    case integer(Int)

    /// A double.
    case real(Double)

    /// A string and where it came from.
    case string(String, TextOrigin)

    /// A list.
    case list([TemplateValue])

    /// A dictionary in its order; of equal keys the last one counts.
    case dictionary([(key: String, value: TemplateValue)], keys: TextOrigin)

    /// A JSON value, all strings of which came from the same place.
    ///
    /// - Parameters:
    ///   - json: The value; the order of members is kept.
    ///   - origin: Where its strings and keys came from.
    public init(_ json: JSONValue, origin: TextOrigin) {
        switch json {
        case .null: self = .none
        case .bool(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .real(let value): self = .real(value)
        case .string(let value): self = .string(value, origin)
        case .array(let elements): self = .list(elements.map { TemplateValue($0, origin: origin) })
        case .object(let members):
            self = .dictionary(members.map { ($0.key, TemplateValue($0.value, origin: origin)) }, keys: origin)
        }
    }
}

extension TemplateValue {
    /// The value as the interpreter has it.
    ///
    /// - Throws: ``Fault`` when too many lists and dictionaries stand in one another.
    func value(nesting: Int = 0) throws(Fault) -> Value {
        guard nesting <= Rendering.mostNesting else {
            throw Fault("more than \(Rendering.mostNesting) lists or dictionaries stand in one another", kind: .limit)
        }
        switch self {
        case .none: return .none
        case .boolean(let value): return .boolean(value)
        case .integer(let value): return .integer(value)
        case .real(let value): return .real(value)
        case .string(let string, let origin): return .string(Text(string, origin: origin))
        case .list(let elements):
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try element.value(nesting: nesting + 1)) }
            return .list(ValueList(values))
        case .dictionary(let members, let origin):
            var dictionary = ValueDictionary()
            for member in members {
                try dictionary.set(
                    try member.value.value(nesting: nesting + 1), for: .string(Text(member.key, origin: origin)))
            }
            return .dictionary(dictionary)
        }
    }
}
