extension JSONParser {
    /// Reads a number from its sign or first digit to past its last digit.
    mutating func parseNumber() throws(JSONError) -> JSONValue {
        let start = index
        let isNegative = next == UInt8(ascii: "-")
        if isNegative { index += 1 }
        if next == UInt8(ascii: "0") {
            index += 1
            if let byte = next, isDigit(byte) {
                throw fault(expected: "a number without leading zeros", found: "a digit after 0")
            }
        } else {
            try skipDigits()
        }
        var isInteger = true
        if next == UInt8(ascii: ".") {
            isInteger = false
            index += 1
            try skipDigits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isInteger = false
            index += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
            try skipDigits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            throw fault(expected: "a number within a double's range", found: text, at: start)
        }
        return .real(value)
    }

    private mutating func skipDigits() throws(JSONError) {
        guard let first = next, isDigit(first) else { throw fault(expected: "a digit") }
        while let byte = next, isDigit(byte) { index += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
