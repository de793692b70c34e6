/// What Python says of a character.
enum CharacterClass {
    /// Whether `str.isspace` holds, and `strip` takes the character off.
    static func isSpace(_ value: UInt32) -> Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Whether `splitlines` ends a line at the character.
    static func endsLine(_ value: UInt32) -> Bool {
        switch value {
        case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Whether `repr` leaves the character as it is.
    static func isPrintable(_ value: UInt32) -> Bool {
        if (0x20...0x7E).contains(value) { return true }
        guard let category = category(value) else { return false }
        switch category {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return false
        default: return true
        }
    }

    static func isLetter(_ value: UInt32) -> Bool {
        switch category(value) {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    static func isUpper(_ value: UInt32) -> Bool { Unicode.Scalar(value)?.properties.isUppercase ?? false }

    static func isLower(_ value: UInt32) -> Bool { Unicode.Scalar(value)?.properties.isLowercase ?? false }

    static func isTitle(_ value: UInt32) -> Bool { category(value) == .titlecaseLetter }

    static func isCased(_ value: UInt32) -> Bool { isUpper(value) || isLower(value) || isTitle(value) }

    static func isDecimal(_ value: UInt32) -> Bool { category(value) == .decimalNumber }

    /// The value of a decimal digit of any script.
    static func digit(_ value: UInt32) -> Int? {
        Unicode.Scalar(value)?.properties.numericValue.flatMap { Int(exactly: $0) }
    }

    static func isDigit(_ value: UInt32) -> Bool {
        switch Unicode.Scalar(value)?.properties.numericType {
        case .decimal, .digit: true
        default: false
        }
    }

    static func isNumeric(_ value: UInt32) -> Bool { Unicode.Scalar(value)?.properties.numericType != nil }

    /// Whether a name may go on with the character; one that begins with a digit is a number.
    static func isWord(_ value: UInt32) -> Bool {
        switch value {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        case ..<0x80: false
        default: Unicode.Scalar(value)?.properties.isXIDContinue ?? false
        }
    }

    /// Whether a name may begin with the character.
    static func beginsWord(_ value: UInt32) -> Bool {
        value == 0x5F || (Unicode.Scalar(value)?.properties.isXIDStart ?? false)
    }

    private static func category(_ value: UInt32) -> Unicode.GeneralCategory? {
        Unicode.Scalar(value)?.properties.generalCategory
    }
}
