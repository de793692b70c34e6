/// Python's `json.dumps`, as the filter `tojson` of transformers calls it.
struct JSONWriting {
    var escapesAll = false
    var sortsKeys = false

    /// What a level is indented by; nil to write on one line.
    var indent: Text?
    var itemSeparator: Text = ", "
    var keySeparator: Text = ": "
    private let rendering: Rendering
    private(set) var text = Text()

    init(_ rendering: Rendering) { self.rendering = rendering }

    mutating func write(_ value: Value, level: Int = 0) throws(Fault) {
        try rendering.charge(1)
        switch value {
        case .none: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += Text(String(value))
        case .real(let value): text += Self.number(value)
        case .string(let string): write(string)
        case .list(let list), .tuple(let list): try write(list.elements, level)
        case .dictionary(let dictionary): try write(dictionary, level)
        case .object(let object):
            guard let group = object as? GroupTuple else { throw unwritable(value) }
            try write(group.elements, level)
        case .undefined(let undefined): throw undefined.fault(rendering)
        case .range: throw unwritable(value)
        }
        try rendering.checkSize(text.count)
    }

    private func unwritable(_ value: Value) -> Fault { Fault("\(value.noun) cannot be written as JSON") }

    private static func number(_ value: Double) -> Text {
        if value.isNaN { return "NaN" }
        return value.isInfinite ? (value > 0 ? "Infinity" : "-Infinity") : Text(RealText.shortest(value))
    }

    private mutating func write(_ elements: [Value], _ level: Int) throws(Fault) {
        text += "["
        for (place, element) in elements.enumerated() {
            if place > 0 { text += itemSeparator }
            try breakLine(level + 1)
            try write(element, level: level + 1)
        }
        if !elements.isEmpty { try breakLine(level) }
        text += "]"
    }

    private mutating func write(_ dictionary: ValueDictionary, _ level: Int) throws(Fault) {
        var members: [(key: Value, value: Value)] = Array(zip(dictionary.keys, dictionary.values))
        if sortsKeys {
            let places = members.indices.map { (key: members[$0].key, value: Value.integer($0)) }
            let order = try Ordering.sorted(places, reverse: false, rendering)
            members = order.map { members[$0.integer ?? 0] }
        }
        text += "{"
        for (place, member) in members.enumerated() {
            if place > 0 { text += itemSeparator }
            try breakLine(level + 1)
            write(try key(member.key))
            text += keySeparator
            try write(member.value, level: level + 1)
        }
        if !members.isEmpty { try breakLine(level) }
        text += "}"
    }

    private func key(_ key: Value) throws(Fault) -> Text {
        switch key {
        case .string(let text): text
        case .none: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): Text(String(value))
        case .real(let value): Self.number(value)
        default: throw Fault("\(key.noun) cannot be a key in JSON")
        }
    }

    private mutating func breakLine(_ level: Int) throws(Fault) {
        guard let indent else { return }
        text += "\n"
        try rendering.checkSize(text.count + level * indent.count)
        for _ in 0..<level { text += indent }
    }

    private mutating func write(_ string: Text) {
        text.units.append(0x22)
        for unit in string.units {
            let value = unit & Text.scalar
            let spelling: String
            switch value {
            case 0x22: spelling = "\\\""
            case 0x5C: spelling = "\\\\"
            case 0x0A: spelling = "\\n"
            case 0x0D: spelling = "\\r"
            case 0x09: spelling = "\\t"
            case 0x0C: spelling = "\\f"
            case 0x08: spelling = "\\b"
            case ..<0x20: spelling = Self.escape(value)
            case 0x7F... where escapesAll: spelling = Self.escape(value)
            default:
                text.units.append(unit)
                continue
            }
            for scalar in spelling.unicodeScalars { text.units.append(scalar.value | (unit & ~Text.scalar)) }
        }
        text.units.append(0x22)
    }

    private static func escape(_ value: UInt32) -> String {
        guard let scalar = Unicode.Scalar(value) else { return "" }
        return UTF16.encode(scalar).map { units in
            units.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        } ?? ""
    }
}
