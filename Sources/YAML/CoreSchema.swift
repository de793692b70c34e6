/// The rules by which plain text becomes a value: the core schema of YAML 1.2.2, section 10.3.
enum CoreSchema {
    /// The value of a plain scalar.
    ///
    /// - Throws: A problem when the text is a number that its type cannot hold; it is not quietly made a string.
    static func value(of text: String) throws(YAMLProblem) -> YAMLScalar.Value {
        if isNull(text) { return .null }
        if let boolean = boolean(text) { return .boolean(boolean) }
        if let integer = try integer(text) { return .integer(integer) }
        if let real = try real(text) { return .real(real) }
        return .string(text)
    }

    static func isNull(_ text: String) -> Bool {
        ["", "~", "null", "Null", "NULL"].contains(text)
    }

    static func boolean(_ text: String) -> Bool? {
        switch text {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    /// Reads `[-+]?[0-9]+`, `0o[0-7]+` or `0x[0-9a-fA-F]+`; nil when the text has another form.
    static func integer(_ text: String) throws(YAMLProblem) -> Int? {
        let (digits, radix): (Substring, Int) =
            if text.hasPrefix("0x") {
                (text.dropFirst(2), 16)
            } else if text.hasPrefix("0o") {
                (text.dropFirst(2), 8)
            } else {
                (text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...], 10)
            }
        let isWellFormed = digits.utf8.allSatisfy { value(ofDigit: $0) < radix }
        guard isWellFormed, !digits.isEmpty else { return nil }
        let number = radix == 10 ? Int(text) : Int(digits, radix: radix)
        guard let number else { throw .integerOutOfRange(text) }
        return number
    }

    /// Reads a decimal number, `.inf` with or without a sign, or `.nan`; nil when the text has another form.
    static func real(_ text: String) throws(YAMLProblem) -> Double? {
        switch text {
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .infinity
        case "-.inf", "-.Inf", "-.INF": return -.infinity
        case ".nan", ".NaN", ".NAN": return .nan
        default: break
        }
        guard isDecimal(text), let number = Double(text) else { return nil }
        guard number.isFinite else { throw .realOutOfRange(text) }
        return number
    }

    /// Whether the text is `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`.
    private static func isDecimal(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func skipSign() {
            if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { rest.removeFirst() }
        }
        func skipDigits() -> Int {
            let digits = rest.prefix { value(ofDigit: $0) < 10 }.count
            rest.removeFirst(digits)
            return digits
        }

        skipSign()
        var digits = skipDigits()
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            digits += skipDigits()
        }
        guard digits > 0 else { return false }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            skipSign()
            guard skipDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func value(ofDigit byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: .max
        }
    }
}
