extension JSONParser {
    /// Reads a string from its opening quote to past its closing one.
    mutating func parseString() throws(JSONError) -> String {
        index += 1
        let start = index
        var resolved: [UInt8] = []
        var plainStart = start
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                defer { index += 1 }
                guard plainStart != start else { return try text(of: bytes[start..<index], writtenAt: start..<index) }
                resolved += bytes[plainStart..<index]
                return try text(of: resolved[...], writtenAt: start..<index)
            case UInt8(ascii: "\\"):
                resolved += bytes[plainStart..<index]
                resolved += Array(String(try parseEscape()).utf8)
                plainStart = index
            case ..<0x20:
                throw fault(expected: "an escape for a control character")
            default:
                index += 1
            }
        }
        throw fault(expected: "'\"' at the end of a string")
    }

    /// Validates UTF-8; `range` is where the bytes stood before their escapes were resolved.
    private func text(of resolved: ArraySlice<UInt8>, writtenAt range: Range<Int>) throws(JSONError) -> String {
        if let text = String(validating: resolved, as: UTF8.self) { return text }
        // Escapes are ASCII and resolve to whole scalars, so the fault is in the bytes as written.
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes[range].makeIterator()
        var offset = range.lowerBound
        while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
        throw fault(expected: "valid UTF-8", at: offset)
    }

    /// Reads an escape from its backslash to past its end.
    private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
        let start = index
        index += 1
        guard let letter = next else { throw fault(expected: "an escape") }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try parseUnicodeEscape(from: start)
        default: throw fault(expected: "one of \" \\ / b f n r t u after '\\'", at: start + 1)
        }
    }

    private mutating func parseUnicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let unit = try parseHexadecimal()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let isHigh = unit < 0xDC00
        if isHigh, next == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") {
            index += 2
            let low = try parseHexadecimal()
            let joined = 0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF))
            if (0xDC00...0xDFFF).contains(low), let scalar = Unicode.Scalar(joined) { return scalar }
        }
        throw fault(
            expected: "a pair of surrogates, high then low",
            found: "a lone surrogate \\u\(String(unit, radix: 16, uppercase: true))", at: start)
    }

    private mutating func parseHexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault(expected: "four hexadecimal digits after '\\u'")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
