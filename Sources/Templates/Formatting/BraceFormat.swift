/// Python's `str.format`.
struct BraceFormat {
    private let arguments: Arguments
    private let mapping: ValueDictionary?
    private let rendering: Rendering

    /// The number of the next value of a place without one; nil once places are numbered.
    private var automatic: Int? = 0
    private var isNumbered = false

    init(arguments: Arguments, rendering: Rendering) {
        self.arguments = arguments
        self.rendering = rendering
        mapping = nil
    }

    init(mapping: ValueDictionary, rendering: Rendering) {
        arguments = Arguments()
        self.rendering = rendering
        self.mapping = mapping
    }

    /// The format with the values in it.
    mutating func text(_ format: Text) throws(Fault) -> Text { try text(format, depth: 2) }

    private mutating func text(_ format: Text, depth: Int) throws(Fault) -> Text {
        guard depth >= 0 else { throw Fault("places of a format stand too deep in one another") }
        var result = Text(isMarkup: format.isMarkup)
        var index = 0
        while index < format.count {
            let unit = format[index]
            let isDoubled = index + 1 < format.count && format[index + 1] == unit
            guard unit == 0x7B || unit == 0x7D else {
                result.units.append(format.units[index])
                index += 1
                continue
            }
            if isDoubled {
                result.units.append(format.units[index])
                index += 2
                continue
            }
            guard unit == 0x7B else { throw Fault("a format has a '}' that closes nothing") }
            let end = try Self.end(of: index + 1, in: format)
            result += try field(Text(format.units[index + 1..<end]), depth: depth)
            try rendering.checkSize(result.count)
            index = end + 1
        }
        return result
    }

    private static func end(of start: Int, in format: Text) throws(Fault) -> Int {
        var open = 1
        var inBrackets = false
        for index in start..<format.count {
            switch format[index] {
            case 0x5B: inBrackets = true
            case 0x5D: inBrackets = false
            case 0x7B where !inBrackets: open += 1
            case 0x7D where !inBrackets:
                open -= 1
                if open == 0 { return index }
            default: break
            }
        }
        throw Fault("a format has a '{' that is not closed")
    }

    private mutating func field(_ field: Text, depth: Int) throws(Fault) -> Text {
        var nameEnd = 0
        var inBrackets = false
        while nameEnd < field.count, inBrackets || (field[nameEnd] != 0x3A && field[nameEnd] != 0x21) {
            if field[nameEnd] == 0x5B { inBrackets = true }
            if field[nameEnd] == 0x5D { inBrackets = false }
            nameEnd += 1
        }
        var value = try self.value(Text(field.units[..<nameEnd]))
        var rest = nameEnd
        if rest < field.count, field[rest] == 0x21 {
            guard rest + 1 < field.count, rest + 2 == field.count || field[rest + 2] == 0x3A else {
                throw Fault("a format needs one letter after '!'")
            }
            value = try converted(value, field[rest + 1])
            rest += 2
        }
        let specification = rest < field.count ? Text(field.units[(rest + 1)...]) : Text()
        let layout = try text(specification, depth: depth - 1)
        return try FormatSpecification(layout, rendering).text(of: value)
    }

    private func converted(_ value: Value, _ letter: UInt32) throws(Fault) -> Value {
        switch letter {
        case 0x72, 0x61: .string(try Representation.text(of: value, rendering))
        case 0x73: .string(try Representation.printed(value, rendering))
        default: throw Fault("a format knows '!r', '!s' and '!a' only")
        }
    }

    /// The value that a name such as `0`, `message` or `message[role].x` means.
    private mutating func value(_ name: Text) throws(Fault) -> Value {
        var end = 0
        while end < name.count, name[end] != 0x2E, name[end] != 0x5B { end += 1 }
        var value = try first(Text(name.units[..<end]).string)
        while end < name.count {
            if name[end] == 0x2E {
                let start = end + 1
                end = start
                while end < name.count, name[end] != 0x2E, name[end] != 0x5B { end += 1 }
                guard end > start else { throw Fault("a format has an empty name") }
                let attribute = AttributeName(Text(name.units[start..<end]).string)
                value = try Access.attribute(attribute, of: value, rendering)
            } else {
                let start = end + 1
                end = start
                while end < name.count, name[end] != 0x5D { end += 1 }
                guard end > start, end < name.count else { throw Fault("a format has a '[' that is not closed") }
                let key = Text(name.units[start..<end])
                end += 1
                guard end == name.count || name[end] == 0x2E || name[end] == 0x5B else {
                    throw Fault("a format needs '.' or '[' after ']'")
                }
                value = try Access.item(Int(key.string).map { .integer($0) } ?? .string(key), of: value, rendering)
            }
        }
        return value
    }

    private mutating func first(_ name: String) throws(Fault) -> Value {
        if name.isEmpty {
            guard let place = automatic, !isNumbered else {
                throw Fault("a format numbers some of its places and not others")
            }
            automatic = place + 1
            return try numbered(place)
        }
        if let place = Int(name), name.allSatisfy(\.isNumber) {
            guard automatic == 0 || isNumbered else {
                throw Fault("a format numbers some of its places and not others")
            }
            isNumbered = true
            return try numbered(place)
        }
        if let value = mapping?.value(for: Text(name)) { return value }
        guard let value = arguments.keywords.first(where: { $0.name == name })?.value else {
            throw Fault("a format names \(quoted(name)), which is not given")
        }
        return value
    }

    private func numbered(_ place: Int) throws(Fault) -> Value {
        guard arguments.positional.indices.contains(place) else { throw Fault("a format has more places than values") }
        return arguments.positional[place]
    }
}
