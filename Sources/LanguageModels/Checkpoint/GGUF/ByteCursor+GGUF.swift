import Foundation

extension ByteCursor {
    /// A text: its length in bytes, then UTF-8.
    mutating func text(_ what: String) throws(ModelError) -> String {
        let slice = try take(try integer(UInt64.self, "the length of \(what)"), of: what)
        guard let text = String(bytes: slice, encoding: .utf8) else { throw ModelError(path, "\(what) is no UTF-8") }
        return text
    }

    /// A value that is neither text nor a list.
    mutating func scalar(_ type: GGUFValueType, _ what: String = "a value") throws(ModelError) -> GGUFValue {
        switch type {
        case .uint8: .unsigned(UInt64(try integer(UInt8.self, what)))
        case .uint16: .unsigned(UInt64(try integer(UInt16.self, what)))
        case .uint32: .unsigned(UInt64(try integer(UInt32.self, what)))
        case .uint64: .unsigned(try integer(UInt64.self, what))
        case .int8: .signed(Int64(try integer(Int8.self, what)))
        case .int16: .signed(Int64(try integer(Int16.self, what)))
        case .int32: .signed(Int64(try integer(Int32.self, what)))
        case .int64: .signed(try integer(Int64.self, what))
        case .float32: .real(Double(Float(bitPattern: try integer(UInt32.self, what))))
        case .float64: .real(Double(bitPattern: try integer(UInt64.self, what)))
        case .boolean: .boolean(try boolean(what))
        case .string, .array: preconditionFailure("\(what) is no scalar")
        }
    }

    private mutating func boolean(_ what: String) throws(ModelError) -> Bool {
        let byte = try integer(UInt8.self, what)
        guard byte <= 1 else { throw ModelError(path, "\(what) must be true or false (1 or 0), not \(byte)") }
        return byte == 1
    }

    /// A value of any type.
    mutating func value(_ what: String) throws(ModelError) -> GGUFValue {
        switch try valueType(what) {
        case .string: return .text(try text(what))
        case .array: return .list(try list(what))
        case let type: return try scalar(type, what)
        }
    }

    private mutating func valueType(_ what: String) throws(ModelError) -> GGUFValueType {
        let code = try integer(UInt32.self, "the type of \(what)")
        guard let type = GGUFValueType(rawValue: code) else {
            throw ModelError(path, "\(what) is of type \(code), and GGUF's types are 0 to 12")
        }
        return type
    }

    /// Passes over a list; a count that the bytes cannot hold is refused before anything goes by it.
    private mutating func list(_ what: String) throws(ModelError) -> GGUFList {
        let type = try valueType("the elements of \(what)")
        guard type != .array else {
            throw ModelError(path, "\(what) is a list of lists, which no model's metadata has")
        }
        let count = try integer(UInt64.self, "the length of \(what)")
        let least = UInt64(type.size ?? 8)
        guard count <= UInt64(remaining) / least else {
            throw ModelError(
                path, "is truncated or damaged: \(what) claims \(count) elements, and \(remaining) bytes follow")
        }
        let start = offset
        if let size = type.size {
            _ = try take(count * UInt64(size), of: what)
        } else {
            for _ in 0..<count {
                _ = try take(try integer(UInt64.self, "the length of an element of \(what)"), of: what)
            }
        }
        return GGUFList(type: type, count: Int(count), bytes: passed(since: start))
    }
}
