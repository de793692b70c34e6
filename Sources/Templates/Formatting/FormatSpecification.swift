/// What stands after the colon of a place in `str.format`: fill, alignment, sign, width, grouping, precision and type.
struct FormatSpecification {
    private var layout = FieldLayout()
    private var type: Character?
    private let rendering: Rendering
    private let isEmpty: Bool

    /// Whether a fill, an alignment and a sign are written out.
    private var hasFill = false
    private var hasAlignment = false
    private var hasSign = false

    init(_ text: Text, _ rendering: Rendering) throws(Fault) {
        self.rendering = rendering
        isEmpty = text.isEmpty
        layout.fillsLeft = false
        var rest = Array(text.string.unicodeScalars)[...]
        readAlignment(&rest)
        if let sign = rest.first, "+- ".unicodeScalars.contains(sign) {
            hasSign = true
            layout.sign = sign == "-" ? "" : String(sign)
            rest = rest.dropFirst()
        }
        if rest.first == "#" {
            layout.isAlternate = true
            rest = rest.dropFirst()
        }
        if rest.first == "0", !hasFill {
            layout.alignment = layout.alignment ?? "="
            layout.fill = 0x30
        }
        layout.width = try Self.number(&rest, rendering)
        if let separator = rest.first, separator == "," || separator == "_" {
            layout.grouping = Character(separator)
            rest = rest.dropFirst()
        }
        if rest.first == "." {
            rest = rest.dropFirst()
            guard let precision = try Self.number(&rest, rendering) else {
                throw Fault("a format needs a precision after '.'")
            }
            layout.precision = precision
        }
        type = rest.popFirst().map { Character($0) }
        guard rest.isEmpty else { throw Fault("a format has more after its type than it may") }
    }

    private mutating func readAlignment(_ rest: inout ArraySlice<Unicode.Scalar>) {
        func isAlignment(_ scalar: Unicode.Scalar?) -> Bool {
            scalar.map { "<>=^".unicodeScalars.contains($0) } ?? false
        }
        if rest.count > 1, isAlignment(rest.dropFirst().first), let fill = rest.first {
            (hasFill, hasAlignment) = (true, true)
            layout.fill = fill.value
            layout.alignment = rest.dropFirst().first.map { Character($0) }
            rest = rest.dropFirst(2)
        } else if isAlignment(rest.first) {
            hasAlignment = true
            layout.alignment = rest.first.map { Character($0) }
            rest = rest.dropFirst()
        }
    }

    private static func number(
        _ rest: inout ArraySlice<Unicode.Scalar>, _ rendering: Rendering
    ) throws(Fault) -> Int? {
        var number: Int?
        while let scalar = rest.first, ("0"..."9").contains(scalar) {
            number = (number ?? 0) * 10 + Int(scalar.value - 0x30)
            try rendering.checkSize(number ?? 0)
            rest = rest.dropFirst()
        }
        return number
    }

    /// A value laid out.
    func text(of value: Value) throws(Fault) -> Text {
        switch value {
        case .string(let text): return try string(text)
        case .boolean where isEmpty: return try Representation.printed(value, rendering)
        case .integer, .boolean: return try integer(value.integer ?? 0)
        case .real(let number): return try real(number)
        default:
            guard isEmpty else { throw Fault("\(value.noun) cannot be laid out by a format") }
            return try Representation.printed(value, rendering)
        }
    }

    private func string(_ text: Text) throws(Fault) -> Text {
        guard type == nil || type == "s" else { throw unknownType("str") }
        guard !hasSign, !layout.isAlternate, layout.grouping == nil, !hasAlignment || layout.alignment != "=" else {
            throw Fault("a format lays a string out as a number")
        }
        let cut = layout.precision.map { $0 < text.count ? Text(text.units[..<$0]) : text } ?? text
        var layout = layout
        if layout.alignment == "=" { layout.alignment = "<" }
        return layout.padded(cut, isNumber: false)
    }

    private func integer(_ value: Int) throws(Fault) -> Text {
        guard let type, type != "d", type != "n" else {
            guard layout.precision == nil else { throw Fault("a format gives a whole number a precision") }
            guard type != "n" || layout.grouping == nil else { throw unknownType("int") }
            return layout.integer(value, radix: 10, prefix: "")
        }
        let radix: Int
        switch type {
        case "b": radix = 2
        case "o": radix = 8
        case "x", "X": radix = 16
        case "c":
            guard !hasSign, !layout.isAlternate, layout.precision == nil, layout.grouping == nil else {
                throw Fault("a format lays a character out as a number")
            }
            guard let scalar = UInt32(exactly: value).flatMap({ Unicode.Scalar($0) }) else {
                throw Fault("a number names no character")
            }
            return layout.padded(Text(units: [scalar.value]), isNumber: false)
        case "e", "E", "f", "F", "g", "G", "%": return try real(Double(value))
        default: throw unknownType("int")
        }
        guard layout.precision == nil else { throw Fault("a format gives a whole number a precision") }
        guard layout.grouping != "," else { throw Fault("a format groups thousands of a number that is not decimal") }
        var layout = layout
        layout.groupSize = 4
        return layout.integer(
            value, radix: radix, prefix: layout.isAlternate ? "0\(type)" : "", isUpper: type == "X")
    }

    private func real(_ value: Double) throws(Fault) -> Text {
        switch type {
        case "e", "E", "f", "F", "g", "G":
            return layout.real(value, type ?? "g", precision: layout.precision ?? 6)
        case "n":
            guard layout.grouping == nil else { throw unknownType("float") }
            return layout.real(value, "g", precision: layout.precision ?? 6)
        case "%":
            let digits = RealText.formatted(
                (value * 100).magnitude, "f", precision: layout.precision ?? 6, alternate: layout.isAlternate)
            return layout.number(digits + "%", isNegative: value.sign == .minus, prefix: "")
        case nil:
            guard let precision = layout.precision else {
                return layout.number(
                    RealText.shortest(value.magnitude), isNegative: value.sign == .minus && !value.isNaN, prefix: "")
            }
            return layout.number(
                general(value.magnitude, precision: max(1, precision)), isNegative: value.sign == .minus, prefix: "")
        default: throw unknownType("float")
        }
    }

    /// A double in so many digits, as a float with a precision but no type: a fraction is always shown.
    private func general(_ value: Double, precision: Int) -> String {
        let text = RealText.formatted(value, "g", precision: precision, alternate: layout.isAlternate)
        guard value.isFinite, !text.contains("."), !text.contains("e") else { return text }
        guard text.count < precision else { return RealText.formatted(value, "e", precision: precision - 1) }
        return text + ".0"
    }

    private func unknownType(_ name: String) -> Fault {
        Fault("a format has no type \(quoted(type.map { String($0) } ?? "")) for a value of \(name)")
    }
}
