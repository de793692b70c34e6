/// The methods of Python's strings.
enum StringMethods {
    typealias Method = @Sendable (Text, Arguments, Rendering) throws(Fault) -> Value

    /// The names, for messages.
    static let names = table.keys.sorted()

    static let table: [String: Method] = [
        "capitalize": { (text, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "capitalize()")
            return try rendering.made(text, by: \.capitalized)
        },
        "casefold": { (text, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "casefold()")
            return try rendering.made(text, by: \.folded)
        },
        "lower": { (text, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "lower()")
            return try rendering.made(text, by: \.lowercased)
        },
        "swapcase": { (text, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "swapcase()")
            return try rendering.made(text, by: \.caseSwapped)
        },
        "title": { (text, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "title()")
            return try rendering.made(text, by: \.titled)
        },
        "upper": { (text, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "upper()")
            return try rendering.made(text, by: \.uppercased)
        },
        "strip": { (text, arguments, rendering) throws(Fault) in
            try strip(text, arguments, rendering, left: true, right: true, "strip()")
        },
        "lstrip": { (text, arguments, rendering) throws(Fault) in
            try strip(text, arguments, rendering, left: true, right: false, "lstrip()")
        },
        "rstrip": { (text, arguments, rendering) throws(Fault) in
            try strip(text, arguments, rendering, left: false, right: true, "rstrip()")
        },
        "split": split,
        "rsplit": splitFromRight,
        "splitlines": splitLines,
        "partition": partition,
        "rpartition": partitionFromRight,
        "join": join,
        "replace": replace,
        "removeprefix": { (text, arguments, rendering) throws(Fault) in
            let prefix = try arguments.bound(to: [" prefix"], required: 1, of: "removeprefix()").requiredText(0)
            return text.hasPrefix(prefix) ? try rendering.made(Text(text.units[prefix.count...])) : .string(text)
        },
        "removesuffix": { (text, arguments, rendering) throws(Fault) in
            let suffix = try arguments.bound(to: [" suffix"], required: 1, of: "removesuffix()").requiredText(0)
            guard !suffix.isEmpty, text.hasSuffix(suffix) else { return .string(text) }
            return try rendering.made(Text(text.units[..<(text.count - suffix.count)]))
        },
        "startswith": { (text, arguments, rendering) throws(Fault) in
            try affix(text, arguments, rendering, "startswith()") { $0.hasPrefix($1) }
        },
        "endswith": { (text, arguments, rendering) throws(Fault) in
            try affix(text, arguments, rendering, "endswith()") { $0.hasSuffix($1) }
        },
        "find": { (text, arguments, rendering) throws(Fault) in
            .integer(try index(text, arguments, rendering, isLast: false, "find()") ?? -1)
        },
        "rfind": { (text, arguments, rendering) throws(Fault) in
            .integer(try index(text, arguments, rendering, isLast: true, "rfind()") ?? -1)
        },
        "index": { (text, arguments, rendering) throws(Fault) in
            try found(try index(text, arguments, rendering, isLast: false, "index()"))
        },
        "rindex": { (text, arguments, rendering) throws(Fault) in
            try found(try index(text, arguments, rendering, isLast: true, "rindex()"))
        },
        "count": count,
        "center": { (text, arguments, rendering) throws(Fault) in
            try pad(text, arguments, rendering, "center()") { missing, width in missing / 2 + (missing & width & 1) }
        },
        "ljust": { (text, arguments, rendering) throws(Fault) in
            try pad(text, arguments, rendering, "ljust()") { _, _ in 0 }
        },
        "rjust": { (text, arguments, rendering) throws(Fault) in
            try pad(text, arguments, rendering, "rjust()") { missing, _ in missing }
        },
        "zfill": fillWithZeros,
        "expandtabs": expandTabs,
        "format": { (text, arguments, rendering) throws(Fault) in
            var format = BraceFormat(arguments: arguments, rendering: rendering)
            return try rendering.made(try format.text(text))
        },
        "format_map": { (text, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: [" mapping"], required: 1, of: "format_map()")
            guard case .dictionary(let dictionary) = bound[0] else {
                throw bound.fault(0, "a dictionary", bound[0] ?? .none)
            }
            var format = BraceFormat(mapping: dictionary, rendering: rendering)
            return try rendering.made(try format.text(text))
        },
        "isalnum": { (text, arguments, _) throws(Fault) in
            try all(text, arguments, "isalnum()") {
                CharacterClass.isLetter($0) || CharacterClass.isDecimal($0) || CharacterClass.isDigit($0)
                    || CharacterClass.isNumeric($0)
            }
        },
        "isalpha": { (text, arguments, _) throws(Fault) in
            try all(text, arguments, "isalpha()", CharacterClass.isLetter)
        },
        "isascii": { (text, arguments, _) throws(Fault) in
            try all(text, arguments, "isascii()", whenEmpty: true) { $0 < 0x80 }
        },
        "isdecimal": { (text, arguments, _) throws(Fault) in
            try all(text, arguments, "isdecimal()", CharacterClass.isDecimal)
        },
        "isdigit": { (text, arguments, _) throws(Fault) in
            try all(text, arguments, "isdigit()", CharacterClass.isDigit)
        },
        "isnumeric": { (text, arguments, _) throws(Fault) in
            try all(text, arguments, "isnumeric()", CharacterClass.isNumeric)
        },
        "isprintable": { (text, arguments, _) throws(Fault) in
            try all(text, arguments, "isprintable()", whenEmpty: true, CharacterClass.isPrintable)
        },
        "isspace": { (text, arguments, _) throws(Fault) in
            try all(text, arguments, "isspace()", CharacterClass.isSpace)
        },
        "isidentifier": { (text, arguments, _) throws(Fault) in
            let begins = text.units.first.map { CharacterClass.beginsWord($0 & Text.scalar) } ?? false
            let isWord = try all(text, arguments, "isidentifier()", CharacterClass.isWord)
            return begins ? isWord : .boolean(false)
        },
        "islower": { (text, arguments, _) throws(Fault) in
            _ = try arguments.bound(to: [], of: "islower()")
            return .boolean(text.isLowercase)
        },
        "isupper": { (text, arguments, _) throws(Fault) in
            _ = try arguments.bound(to: [], of: "isupper()")
            return .boolean(text.isUppercase)
        },
        "istitle": { (text, arguments, _) throws(Fault) in
            _ = try arguments.bound(to: [], of: "istitle()")
            return .boolean(text.isTitled)
        },
        "encode": unsupported("encode"),
        "translate": unsupported("translate"),
        "maketrans": unsupported("maketrans"),
    ]

    private static func unsupported(_ name: String) -> Method {
        { (_, _, _) throws(Fault) in throw Fault("the method '\(name)' of strings is not supported in templates") }
    }
}
