/// Walks the bytes of one JSON text, keeping count of lines.
///
/// This file holds the structure (values, arrays, objects); strings and numbers have files of their own.
struct JSONParser {
    let bytes: [UInt8]
    let source: String?
    let maximumDepth: Int

    /// The next byte to read.
    var index = 0

    private var depth = 0
    private var line = 1
    private var lineStart = 0

    init(bytes: [UInt8], source: String?, maximumDepth: Int) {
        self.bytes = bytes
        self.source = source
        self.maximumDepth = maximumDepth
    }

    /// Reads the one value that fills the text.
    mutating func parseText() throws(JSONError) -> JSONValue {
        let value = try parseValue()
        skipWhiteSpace()
        guard index == bytes.count else { throw fault(expected: "end of text") }
        return value
    }

    private mutating func parseValue() throws(JSONError) -> JSONValue {
        skipWhiteSpace()
        guard let byte = next else { throw fault(expected: "a value") }
        switch byte {
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONError) in try parser.parseObject() }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONError) in try parser.parseArray() }
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseLiteral("true", as: .bool(true))
        case UInt8(ascii: "f"): return try parseLiteral("false", as: .bool(false))
        case UInt8(ascii: "n"): return try parseLiteral("null", as: .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
        default: throw fault(expected: "a value")
        }
    }

    private mutating func nested(
        _ parse: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depth < maximumDepth else {
            throw fault(expected: "at most \(maximumDepth) nested arrays and objects", found: "one more")
        }
        depth += 1
        index += 1
        let value = try parse(&self)
        depth -= 1
        return value
    }

    private mutating func parseArray() throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        if skip(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try parseValue())
            if skip(UInt8(ascii: "]")) { return .array(elements) }
            guard skip(UInt8(ascii: ",")) else { throw fault(expected: "',' or ']' after an element") }
        }
    }

    private mutating func parseObject() throws(JSONError) -> JSONValue {
        var members: [JSONMember] = []
        var keys = KeySet()
        if skip(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipWhiteSpace()
            let position = position(of: index)
            guard next == UInt8(ascii: "\"") else { throw fault(expected: "a key in quotes") }
            let key = try parseString()
            guard keys.insert(key, after: members) else {
                throw JSONError(
                    source: source, position: position, expected: "a key not yet used in this object",
                    found: "\"\(key)\" again")
            }
            guard skip(UInt8(ascii: ":")) else { throw fault(expected: "':' after a key") }
            members.append(JSONMember(key: key, value: try parseValue(), position: position))
            if skip(UInt8(ascii: "}")) { return .object(members) }
            guard skip(UInt8(ascii: ",")) else { throw fault(expected: "',' or '}' after a member") }
        }
    }

    private mutating func parseLiteral(_ word: StaticString, as value: JSONValue) throws(JSONError) -> JSONValue {
        let start = index
        for byte in "\(word)".utf8 {
            guard next == byte else { throw fault(expected: "'\(word)'", at: start) }
            index += 1
        }
        return value
    }
}

extension JSONParser {
    /// The byte at ``index``, nil at the end.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipWhiteSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            case UInt8(ascii: "\n"):
                // Only here can a line end: a raw line feed inside a string is a fault.
                line += 1
                lineStart = index + 1
            default: return
            }
            index += 1
        }
    }

    /// Passes a byte if it is the next one after white space.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipWhiteSpace()
        guard next == byte else { return false }
        index += 1
        return true
    }

    /// The position of a byte on the current line.
    func position(of index: Int) -> JSONPosition {
        JSONPosition(line: line, column: index - lineStart + 1)
    }

    /// The error for what stands at `offset`, by default the next byte.
    func fault(expected: String, found: String? = nil, at offset: Int? = nil) -> JSONError {
        let offset = offset ?? index
        return JSONError(
            source: source, position: position(of: offset), expected: expected,
            found: found ?? describeByte(at: offset))
    }

    private func describeByte(at offset: Int) -> String {
        guard offset < bytes.count else { return "end of text" }
        let byte = bytes[offset]
        guard (0x21...0x7E).contains(byte) else { return "byte 0x" + String(byte, radix: 16, uppercase: true) }
        return "'\(Character(Unicode.Scalar(byte)))'"
    }
}
