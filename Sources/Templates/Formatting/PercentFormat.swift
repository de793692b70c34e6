/// Python's `format % values`.
struct PercentFormat {
    private let format: Text
    private let values: Value
    private let rendering: Rendering
    private var index = 0
    private var used = 0
    private var usesKeys = false

    /// The format with the values in it.
    static func text(_ format: Text, _ values: Value, _ rendering: Rendering) throws(Fault) -> Text {
        var formatter = PercentFormat(format: format, values: values, rendering: rendering)
        return try formatter.text()
    }

    private init(format: Text, values: Value, rendering: Rendering) {
        self.format = format
        self.values = values
        self.rendering = rendering
    }

    private mutating func text() throws(Fault) -> Text {
        var result = Text(isMarkup: format.isMarkup)
        while index < format.count {
            let unit = format.units[index]
            index += 1
            if unit & Text.scalar == 0x25 {
                result += try field()
                try rendering.checkSize(result.count)
            } else {
                result.units.append(unit)
            }
        }
        if case .dictionary = values { return result }
        if usesKeys { return result }
        guard used == count else { throw Fault("a format has places for \(used) values, not for \(count)") }
        return result
    }

    /// How many values there are that must be used.
    private var count: Int {
        switch values {
        case .tuple(let list): list.elements.count
        // Python lets these stay unused, as they could be looked into by keys.
        case .list, .undefined: used == 0 ? 0 : 1
        default: 1
        }
    }

    private mutating func next() throws(Fault) -> Value {
        defer { used += 1 }
        if case .tuple(let list) = values {
            guard used < list.elements.count else { throw Fault("a format has more places than values") }
            return list.elements[used]
        }
        guard used == 0 else { throw Fault("a format has more places than values") }
        return values
    }

    private func unit() throws(Fault) -> Unicode.Scalar {
        guard index < format.count, let scalar = Unicode.Scalar(format[index]) else {
            throw Fault("a format ends in the middle of a place")
        }
        return scalar
    }

    private mutating func field() throws(Fault) -> Text {
        var value: Value?
        if try unit() == "%" {
            index += 1
            return "%"
        }
        if try unit() == "(" {
            value = try keyedValue()
            usesKeys = true
        }
        var layout = FieldLayout()
        while let flag = layout.readFlag(try unit()) {
            layout = flag
            index += 1
        }
        layout.width = try number()
        if let width = layout.width, width < 0 { (layout.width, layout.alignment) = (-width, "<") }
        if layout.alignment == "<" { layout.fill = 0x20 }
        if try unit() == "." {
            index += 1
            layout.precision = max(0, try number() ?? 0)
        }
        while ["h", "l", "L"].contains(try unit()) { index += 1 }
        let conversion = try unit()
        index += 1
        if value == nil { value = try next() }
        return try converted(value ?? .none, conversion, layout)
    }

    private mutating func keyedValue() throws(Fault) -> Value {
        index += 1
        let start = index
        var open = 1
        while true {
            let scalar = try unit()
            index += 1
            if scalar == "(" { open += 1 }
            if scalar == ")" { open -= 1 }
            if open == 0 { break }
        }
        guard case .dictionary(let dictionary) = values else { throw Fault("a format with names needs a dictionary") }
        let key = Text(format.units[start..<index - 1])
        guard let value = dictionary.value(for: key) else {
            throw Fault("a format names \(quoted(key.string)), which is not given")
        }
        return value
    }

    /// A width or precision: digits, or '*' for the next value.
    private mutating func number() throws(Fault) -> Int? {
        if try unit() == "*" {
            index += 1
            guard let number = try next().integer else { throw Fault("'*' in a format needs a whole number") }
            try rendering.checkSize(number == .min ? .max : abs(number))
            return number
        }
        var number: Int?
        while ("0"..."9").contains(try unit()) {
            number = (number ?? 0) * 10 + Int(format[index] - 0x30)
            index += 1
            try rendering.checkSize(number ?? 0)
        }
        return number
    }

    private func converted(
        _ value: Value, _ conversion: Unicode.Scalar, _ layout: FieldLayout
    ) throws(Fault) -> Text {
        switch conversion {
        case "s": return layout.padded(try cut(try Representation.printed(value, rendering), layout), isNumber: false)
        case "r", "a":
            return layout.padded(try cut(try Representation.text(of: value, rendering), layout), isNumber: false)
        case "c":
            if case .string(let text) = value, text.count == 1 { return layout.padded(text, isNumber: false) }
            guard let integer = value.integer, let scalar = UInt32(exactly: integer).flatMap({ Unicode.Scalar($0) })
            else {
                throw Fault("'%c' needs a character")
            }
            return layout.padded(Text(units: [scalar.value]), isNumber: false)
        case "d", "i", "u":
            guard let integer = try whole(value) else { throw number(conversion, value) }
            return layout.integer(integer, radix: 10, prefix: "")
        case "x", "X", "o":
            guard let integer = value.integer else { throw number(conversion, value) }
            let digits = layout.integer(
                integer, radix: conversion == "o" ? 8 : 16, prefix: layout.isAlternate ? "0\(conversion)" : "",
                isUpper: conversion == "X")
            return digits
        case "e", "E", "f", "F", "g", "G":
            guard let number = value.number else { throw self.number(conversion, value) }
            try rendering.checkSize(layout.precision ?? 6)
            return layout.real(number, Character(conversion), precision: layout.precision ?? 6)
        default: throw Fault("a format has no conversion '%\(conversion)'")
        }
    }

    private func cut(_ text: Text, _ layout: FieldLayout) throws(Fault) -> Text {
        guard let precision = layout.precision, precision < text.count else { return text }
        return Text(text.units[..<precision])
    }

    private func whole(_ value: Value) throws(Fault) -> Int? {
        guard case .real(let number) = value else { return value.integer }
        guard let integer = Int(exactly: number.rounded(.towardZero)) else {
            throw Fault("a number does not fit 64 bits")
        }
        return integer
    }

    private func number(_ conversion: Unicode.Scalar, _ value: Value) -> Fault {
        if case .undefined(let undefined) = value { return undefined.fault(rendering) }
        return Fault("'%\(conversion)' needs a number, not \(value.noun)")
    }
}
