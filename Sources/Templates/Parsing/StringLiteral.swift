/// A string as a template writes it, between its quotes, with Python's escapes.
struct StringLiteral {
    private let source: SourceText
    private let end: Int
    private var index: Int
    private var units: [UInt32] = []

    init(source: SourceText, range: Range<Int>) {
        self.source = source
        index = range.lowerBound
        end = range.upperBound
    }

    /// The text that is meant.
    mutating func text() throws(TemplateError) -> Text {
        while index < end {
            let unit = source.units[index]
            index += 1
            if unit == 0x5C, index < end { try readEscape() } else { units.append(unit) }
        }
        return Text(units: units)
    }

    private mutating func readEscape() throws(TemplateError) {
        let unit = source.units[index]
        index += 1
        switch Unicode.Scalar(unit) {
        case "\n": break
        case "\\", "'", "\"": units.append(unit)
        case "a": units.append(7)
        case "b": units.append(8)
        case "f": units.append(0x0C)
        case "n": units.append(0x0A)
        case "r": units.append(0x0D)
        case "t": units.append(0x09)
        case "v": units.append(0x0B)
        case "0", "1", "2", "3", "4", "5", "6", "7": readOctal(from: index - 1)
        case "x": try readHexadecimal(2)
        case "u": try readHexadecimal(4)
        case "U": try readHexadecimal(8)
        case "N": throw source.error("characters cannot be given by their Unicode names here", at: index - 2)
        default:
            units.append(0x5C)
            // Python decodes what it has spelled out before, so that a backslash and an é become "\xe9".
            let spelling =
                unit < 0x80 ? String(UnicodeScalar(UInt8(unit))) : String(Representation.escape(unit).dropFirst())
            for scalar in spelling.unicodeScalars { units.append(scalar.value) }
        }
    }

    private mutating func readOctal(from start: Int) {
        var value: UInt32 = 0
        index = start
        while index < end, index < start + 3, (0x30...0x37).contains(source.units[index]) {
            value = value * 8 + source.units[index] - 0x30
            index += 1
        }
        units.append(value)
    }

    private mutating func readHexadecimal(_ width: Int) throws(TemplateError) {
        let start = index
        var value: UInt32 = 0
        while index < end, index < start + width,
            let digit = Unicode.Scalar(source.units[index]).flatMap({ $0.isASCII ? Character($0).hexDigitValue : nil })
        {
            value = value << 4 | UInt32(digit)
            index += 1
        }
        guard index == start + width, let scalar = Unicode.Scalar(value) else {
            throw source.error("an escape that names no character", at: start - 2)
        }
        units.append(scalar.value)
    }
}
