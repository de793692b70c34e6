extension Lexer {
    /// Reads a number as jinja2 writes them: with '_' between digits, 0x, 0o and 0b, and no sign.
    mutating func readNumber() throws(TemplateError) -> Bool {
        guard isDigit(index) else { return false }
        if let end = realEnd() {
            guard let value = Double(spelled(index..<end)) else {
                throw source.error("a number that cannot be read", at: index)
            }
            add(.real(value), at: index)
            index = end
            return true
        }
        let (end, digits, radix) = integer()
        guard let value = Int(digits, radix: radix) else {
            throw source.error("a whole number does not fit 64 bits", at: index)
        }
        add(.integer(value), at: index)
        index = end
        return true
    }

    /// Where a number with a fraction or exponent ends; nil where none stands.
    private func realEnd() -> Int? {
        guard index == 0 || unit(index - 1) != "." else { return nil }
        let whole = digitsEnd(from: index)
        var end = whole
        if unit(end) == ".", isDigit(end + 1) { end = digitsEnd(from: end + 1) }
        if unit(end) == "e" || unit(end) == "E" {
            let sign = unit(end + 1) == "+" || unit(end + 1) == "-" ? 1 : 0
            if isDigit(end + 1 + sign) { return digitsEnd(from: end + 1 + sign) }
        }
        return end > whole ? end : nil
    }

    private func integer() -> (end: Int, digits: String, radix: Int) {
        if unit(index) == "0" {
            for (letters, radix) in [("bB", 2), ("oO", 8), ("xX", 16)] {
                guard let letter = unit(index + 1), letters.unicodeScalars.contains(letter) else { continue }
                var end = index + 2
                while true {
                    let next = unit(end) == "_" ? end + 1 : end
                    guard let digit = unit(next), Character(digit).hexDigitValue ?? 99 < radix, digit.isASCII else {
                        break
                    }
                    end = next + 1
                }
                if end > index + 2 { return (end, spelled(index + 2..<end), radix) }
            }
            // Zeros only: a number does not begin with them.
            var end = index + 1
            while unit(end) == "0" || (unit(end) == "_" && unit(end + 1) == "0") { end += 1 }
            return (end, "0", 10)
        }
        let end = digitsEnd(from: index)
        return (end, spelled(index..<end), 10)
    }

    private func digitsEnd(from start: Int) -> Int {
        var end = start
        while isDigit(end) || (end > start && unit(end) == "_" && isDigit(end + 1)) { end += 1 }
        return end
    }

    private func isDigit(_ index: Int) -> Bool {
        guard let scalar = unit(index) else { return false }
        return ("0"..."9").contains(scalar)
    }

    private func spelled(_ range: Range<Int>) -> String {
        Text.string(of: source.units[range].filter { $0 != 0x5F }[...])
    }
}
