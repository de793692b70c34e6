/// A value as the key of a dictionary: 1, 1.0 and True are the same key, as in Python.
enum ValueKey: Hashable {
    case text(Text)
    case integer(Int)
    case real(UInt64)
    case none
    case undefined
    case tuple([ValueKey])
    case object(ObjectIdentifier)

    /// - Throws: ``Fault`` for a value that Python cannot hash.
    init(_ value: Value) throws(Fault) {
        switch value {
        case .string(let text): self = .text(text)
        case .boolean(let value): self = .integer(value ? 1 : 0)
        case .integer(let value): self = .integer(value)
        case .real(let value): self = Int(exactly: value).map { .integer($0) } ?? .real(value.bitPattern)
        case .none: self = .none
        case .undefined: self = .undefined
        case .tuple(let list):
            var keys: [ValueKey] = []
            for element in list.elements { keys.append(try ValueKey(element)) }
            self = .tuple(keys)
        case .range(let range): self = .tuple((0..<range.count).map { .integer(range[$0]) })
        case .object(let object): self = .object(ObjectIdentifier(object))
        case .list, .dictionary:
            throw Fault("\(value.noun) cannot be the key of a dictionary or be searched for in one")
        }
    }
}
