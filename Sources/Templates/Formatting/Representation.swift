/// How Python prints values: `str` and `repr`.
enum Representation {
    /// What `{{ value }}` writes: strings as they are, anything else as ``text(of:_:)``.
    static func printed(_ value: Value, _ rendering: Rendering) throws(Fault) -> Text {
        switch value {
        case .string(let text): text.isMarkup ? Text(units: text.units) : text
        case .undefined: Text()
        default: try text(of: value, rendering)
        }
    }

    /// Python's `repr`: strings in quotes.
    static func text(of value: Value, _ rendering: Rendering) throws(Fault) -> Text {
        try rendering.charge(1)
        switch value {
        case .undefined: return "Undefined"
        case .none: return "None"
        case .boolean(let value): return value ? "True" : "False"
        case .integer(let value): return Text(String(value))
        case .real(let value): return Text(RealText.shortest(value))
        case .string(let text):
            let spelled = quoted(text)
            try rendering.charge(spelled.count / 8)
            return text.isMarkup ? "Markup(" + spelled + ")" : spelled
        case .list(let list): return try joined(list.elements, "[", "]", rendering)
        case .tuple(let list):
            return try joined(list.elements, "(", list.elements.count == 1 ? ",)" : ")", rendering)
        case .dictionary(let dictionary): return try text(of: dictionary, rendering)
        case .range(let range):
            return Text("range(\(range.start), \(range.stop)" + (range.step == 1 ? ")" : ", \(range.step))"))
        case .object(let object): return try object.printed(rendering)
        }
    }

    private static func joined(
        _ elements: [Value], _ opening: Text, _ closing: Text, _ rendering: Rendering
    ) throws(Fault) -> Text {
        var result = opening
        for (place, element) in elements.enumerated() {
            if place > 0 { result += ", " }
            result += try text(of: element, rendering)
            try rendering.checkSize(result.count)
        }
        return result + closing
    }

    private static func text(of dictionary: ValueDictionary, _ rendering: Rendering) throws(Fault) -> Text {
        var result: Text = "{"
        for (place, (key, value)) in zip(dictionary.keys, dictionary.values).enumerated() {
            if place > 0 { result += ", " }
            result += try text(of: key, rendering)
            result += ": "
            result += try text(of: value, rendering)
            try rendering.checkSize(result.count)
        }
        return result + "}"
    }

    /// A string in Python's quotes: single ones unless only double ones need no escape.
    static func quoted(_ text: Text) -> Text {
        var hasSingle = false
        var hasDouble = false
        for index in text.units.indices {
            hasSingle = hasSingle || text[index] == 0x27
            hasDouble = hasDouble || text[index] == 0x22
        }
        let quote: UInt32 = hasSingle && !hasDouble ? 0x22 : 0x27
        var units = [quote]
        for unit in text.units {
            let value = unit & Text.scalar
            let spelling: String
            switch value {
            case quote, 0x5C: spelling = "\\" + Text.string(of: [value])
            case 0x0A: spelling = "\\n"
            case 0x0D: spelling = "\\r"
            case 0x09: spelling = "\\t"
            case 0x20...0x7E:
                units.append(unit)
                continue
            default:
                guard !CharacterClass.isPrintable(value) else {
                    units.append(unit)
                    continue
                }
                spelling = escape(value)
            }
            for scalar in spelling.unicodeScalars { units.append(scalar.value | (unit & ~Text.scalar)) }
        }
        return Text(units: units + [quote])
    }

    /// A scalar in hexadecimal, as short as Python has it: \x7f, \u200b, \U000e0001.
    static func escape(_ value: UInt32) -> String {
        let (letter, width) = value < 0x100 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
        let digits = String(value, radix: 16)
        return "\\" + letter + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
