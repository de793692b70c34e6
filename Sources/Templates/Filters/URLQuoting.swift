/// The filter `urlencode`: text as it may stand in a URL.
enum URLQuoting {
    /// A string quoted, or pairs of a dictionary or list as a query.
    static func text(of value: Value, _ rendering: Rendering) throws(Fault) -> Text {
        if case .string(let text) = value { return quote(text, isQuery: false) }
        guard Iteration.isPossible(value, rendering) else {
            return quote(try Representation.printed(value, rendering), isQuery: false)
        }
        var pairs: [Value]
        if case .dictionary(let dictionary) = value {
            pairs = DictionaryView(.items, of: dictionary).elements
        } else {
            pairs = try Iteration.elements(of: value, rendering)
        }
        var result = Text()
        for (place, pair) in pairs.enumerated() {
            let parts = try Iteration.elements(of: pair, rendering, most: 3)
            guard parts.count == 2 else { throw Fault("urlencode() needs pairs of names and values") }
            if place > 0 { result += "&" }
            result += quote(try Representation.printed(parts[0], rendering), isQuery: true)
            result += "="
            result += quote(try Representation.printed(parts[1], rendering), isQuery: true)
            try rendering.checkSize(result.count)
        }
        return result
    }

    private static func quote(_ text: Text, isQuery: Bool) -> Text {
        var units: [UInt32] = []
        for unit in text.units {
            let value = unit & Text.scalar
            switch value {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: units.append(unit)
            case 0x2F where !isQuery: units.append(unit)
            case 0x20 where isQuery: units.append(0x2B | (unit & ~Text.scalar))
            default:
                for byte in Text.string(of: [value]).utf8 {
                    let digits = String(byte, radix: 16, uppercase: true)
                    for scalar in ("%" + (digits.count < 2 ? "0" : "") + digits).unicodeScalars {
                        units.append(scalar.value | (unit & ~Text.scalar))
                    }
                }
            }
        }
        return Text(units: units)
    }
}
