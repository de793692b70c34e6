extension Unicode.Scalar {
    /// Unicode's White_Space property.
    var isWhiteSpace: Bool { properties.isWhitespace }

    /// What `\w` matches: letters, marks, decimal digits, connecting punctuation and the two joiners.
    var isWordCharacter: Bool {
        if properties.isAlphabetic || properties.isJoinControl { return true }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
        default: return false
        }
    }

    /// Any of Unicode's three kinds of number: decimal digits, letter-like numbers and the rest (², ½).
    var isNumeric: Bool {
        switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }

    /// Unicode punctuation, and the ASCII signs that Unicode calls symbols (`$+<=>^|~` and the grave accent).
    var isPunctuation: Bool {
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            true
        case .mathSymbol, .currencySymbol, .modifierSymbol: isASCII
        default: false
        }
    }
}
