/// How a value is laid out in a place of a format.
struct FieldLayout {
    var fill: UInt32 = 0x20

    /// One of '<', '>', '^' and '='; nil where nothing is said.
    var alignment: Character?

    /// What stands before a positive number: nothing, '+' or a space.
    var sign = ""
    var isAlternate = false
    var width: Int?
    var precision: Int?

    /// What stands between groups of digits.
    var grouping: Character?

    /// How many digits make a group.
    var groupSize = 3

    /// The layout with a flag of `%` formats; nil for anything else.
    func readFlag(_ scalar: Unicode.Scalar) -> FieldLayout? {
        var layout = self
        switch scalar {
        case "-": layout.alignment = "<"
        case "+": layout.sign = "+"
        case " ": if sign.isEmpty { layout.sign = " " }
        case "#": layout.isAlternate = true
        case "0":
            layout.fill = 0x30
            if alignment == nil { layout.alignment = "=" }
        default: return nil
        }
        return layout
    }

    /// A whole number in digits.
    func integer(_ value: Int, radix: Int, prefix: String, isUpper: Bool = false) -> Text {
        var digits = String(value.magnitude, radix: radix, uppercase: isUpper)
        if let precision, digits.count < precision {
            digits = String(repeating: "0", count: precision - digits.count) + digits
        }
        return number(digits, isNegative: value < 0, prefix: prefix)
    }

    /// A double in C's form `f`, `e` or `g`.
    func real(_ value: Double, _ form: Character, precision: Int) -> Text {
        let isNegative = value.sign == .minus && !value.isNaN
        var layout = self
        if !value.isFinite, fill == 0x30, alignment == "=" { layout.fill = 0x20 }
        return layout.number(
            RealText.formatted(value.magnitude, form, precision: precision, alternate: isAlternate),
            isNegative: isNegative, prefix: "")
    }

    /// Digits with their sign, grouping and padding.
    func number(_ digits: String, isNegative: Bool, prefix: String) -> Text {
        let lead = (isNegative ? "-" : sign) + prefix
        let body = grouping.map { grouped(digits, $0, lead: lead.count) } ?? digits
        guard (alignment ?? ">") == "=" else { return padded(Text(lead + body), isNumber: true) }
        let missing = max(0, (width ?? 0) - lead.count - body.count)
        return Text(lead) + Text(units: [UInt32](repeating: fill, count: missing)) + Text(body)
    }

    private func grouped(_ digits: String, _ separator: Character, lead: Int) -> String {
        let whole = digits.prefix { groupSize == 4 ? $0.isHexDigit : $0.isNumber }
        var groups = ""
        func add(_ digit: Character, _ count: Int) {
            if count > 0, count % groupSize == 0 { groups.append(separator) }
            groups.append(digit)
        }
        var count = 0
        for digit in whole.reversed() {
            add(digit, count)
            count += 1
        }
        let rest = digits.dropFirst(whole.count)
        if fill == 0x30, alignment == "=" {
            // Zeros that fill the width are grouped like the digits.
            while groups.count + rest.count + lead < width ?? 0 {
                add("0", count)
                count += 1
            }
        }
        return String(groups.reversed()) + rest
    }

    /// A text filled up to the width.
    func padded(_ text: Text, isNumber: Bool) -> Text {
        let missing = max(0, (width ?? 0) - text.count)
        guard missing > 0 else { return text }
        let before =
            switch alignment ?? (isNumber ? ">" : "%") {
            case "<": 0
            case "^": missing / 2
            case "%": fillsLeft ? missing : 0
            default: missing
            }
        let filler = isNumber || alignment != "=" ? fill : 0x20
        return Text(units: [UInt32](repeating: filler, count: before)) + text
            + Text(units: [UInt32](repeating: filler, count: missing - before))
    }

    /// Whether text without an alignment stands at the right, as in `%` formats.
    var fillsLeft = true
}
