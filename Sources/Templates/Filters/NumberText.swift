/// Numbers as Python's `int` and `float` read them.
enum NumberText {
    /// The double that a value is or spells; nil for one that is none.
    static func real(_ value: Value, _ rendering: Rendering) throws(Fault) -> Double? {
        if case .undefined(let undefined) = value { throw undefined.fault(rendering) }
        guard case .string(let text) = value else { return value.number }
        let digits = withoutSeparators(spelled(text))
        guard let digits else { return nil }
        let unsigned = digits.first == "-" || digits.first == "+" ? digits.dropFirst() : digits[...]
        switch unsigned {
        case "inf", "infinity": return digits.first == "-" ? -.infinity : .infinity
        case "nan": return .nan
        default: break
        }
        guard unsigned.allSatisfy({ $0.isASCII && ($0.isNumber || "e.+-".contains($0)) }),
            unsigned.first?.isNumber == true || unsigned.first == "."
        else { return nil }
        // Swift reads no point without digits on both sides.
        var complete = digits
        if unsigned.first == "." {
            guard unsigned.dropFirst().first?.isNumber == true else { return nil }
            complete = String(digits.prefix(digits.count - unsigned.count)) + "0" + unsigned
        }
        if let point = complete.firstIndex(of: ".") {
            let after = complete.index(after: point)
            if after == complete.endIndex || complete[after] == "e" { complete.insert("0", at: after) }
        }
        return Double(complete)
    }

    /// The whole number that a string spells to a base; nil for one that is none.
    static func integer(_ text: Text, base: Int) throws(Fault) -> Int? {
        guard base == 0 || (2...36).contains(base) else { return nil }
        var digits = spelled(text)[...]
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        var radix = base
        for (prefix, own) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
            guard base == own || base == 0 else { continue }
            radix = own
            digits = digits.dropFirst(2)
            if digits.first == "_" { digits = digits.dropFirst() }
        }
        if radix == 0 {
            radix = 10
            if digits.first == "0", digits.contains(where: { $0 != "0" && $0 != "_" }) { return nil }
        }
        guard let plain = withoutSeparators(String(digits)),
            plain.first?.isHexDigit == true || plain.first?.isLetter == true
        else { return nil }
        guard plain.allSatisfy({ digit in digit.isASCII && value(of: digit) < radix }) else { return nil }
        guard let integer = Int((isNegative ? "-" : "") + plain, radix: radix) else {
            throw Fault("a whole number does not fit 64 bits")
        }
        return integer
    }

    /// The text without white space around it, in small letters, with the digits of all scripts as 0 … 9.
    private static func spelled(_ text: Text) -> String {
        let digits = text.stripped().units.map { unit in
            let value = unit & Text.scalar
            guard value > 0x7F, CharacterClass.isDecimal(value), let digit = CharacterClass.digit(value) else {
                return value
            }
            return 0x30 + UInt32(digit)
        }
        return Text.string(of: digits[...]).lowercased()
    }

    private static func value(of digit: Character) -> Int {
        if let value = digit.wholeNumberValue { return value }
        guard let letter = digit.asciiValue, digit.isLetter else { return .max }
        return Int(letter) - 97 + 10
    }

    /// Digits without the '_' that may stand between two of them; nil where one stands elsewhere.
    private static func withoutSeparators(_ text: String) -> String? {
        guard text.contains("_") else { return text }
        let letters = Array(text)
        for (place, letter) in letters.enumerated() where letter == "_" {
            guard place > 0, place + 1 < letters.count, letters[place - 1].isHexDigit, letters[place + 1].isHexDigit
            else {
                return nil
            }
        }
        return text.filter { $0 != "_" }
    }
}
