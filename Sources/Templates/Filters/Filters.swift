/// The filters of jinja2.
enum Filters {
    typealias Body = @Sendable (Value, Arguments, Rendering) throws(Fault) -> Value

    /// A filter; nil where there is none of the name.
    static func body(of name: String) -> Body? { table[name] }

    /// The failure of a name that is no filter.
    static func unknown(_ name: String) -> Fault {
        if unsupported.contains(name) {
            return Fault("the filter '\(name)' is not supported in chat templates", kind: .syntax)
        }
        let known = table.keys.sorted()
        return Fault("\(quoted(name)) is no filter" + NearestName.hint(for: name, among: known), kind: .syntax)
    }

    /// Tells whether jinja2 has a filter.
    static func exists(_ name: String) -> Bool { table[name] != nil || unsupported.contains(name) }

    /// Filters for web pages, for chance, and for programmers.
    private static let unsupported: Set<String> = ["pprint", "random", "striptags", "urlize", "wordwrap", "xmlattr"]

    private static let table: [String: Body] = strings.merging(sequences) { $1 }.merging(lazy) { $1 }
        .merging(numbers) { $1 }.merging(others) { $1 }

    /// The string that a value prints as; markup stays markup.
    static func soft(_ value: Value, _ rendering: Rendering) throws(Fault) -> Text {
        if case .string(let text) = value { return text }
        return try Representation.printed(value, rendering)
    }

    private static let others: [String: Body] = [
        "attr": { (value, arguments, rendering) throws(Fault) in
            let name = try arguments.bound(to: ["name"], required: 1, of: "attr()").requiredText(0).string
            return try Access.attributeOnly(name, of: value, rendering)
        },
        "d": standard,
        "default": standard,
        "items": { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: "items()")
            switch value {
            case .undefined: return .object(ValueIterator([], typeName: "generator"))
            case .dictionary(let dictionary):
                let view = DictionaryView(.items, of: dictionary)
                return try rendering.object(
                    ValueIterator(view.elements, nesting: view.nesting + 1, typeName: "generator"))
            default: throw Fault("only a dictionary has items, not \(value.noun)")
            }
        },
        "tojson": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(
                to: ["ensure_ascii", "indent", "separators", "sort_keys"], of: "tojson()")
            var writing = JSONWriting(rendering)
            writing.escapesAll = bound.flag(0)
            writing.sortsKeys = bound.flag(3)
            if let indent = bound[1], !indent.isNone {
                writing.itemSeparator = ","
                if let width = indent.integer {
                    try rendering.checkSize(max(0, width))
                    writing.indent = Text(units: [UInt32](repeating: 0x20, count: max(0, width)))
                } else {
                    writing.indent = try bound.requiredText(1)
                }
            }
            if let separators = bound[2], !separators.isNone {
                let pair = try Iteration.elements(of: separators, rendering, most: 3).map(\.text)
                guard pair.count == 2, let item = pair[0], let key = pair[1] else {
                    throw bound.fault(2, "two strings", separators)
                }
                (writing.itemSeparator, writing.keySeparator) = (item, key)
            }
            try writing.write(value)
            return try rendering.made(writing.text)
        },
    ]

    private static let standard: Body = { (value, arguments, _) throws(Fault) in
        let bound = try arguments.bound(to: ["default_value", "boolean"], of: "default()")
        guard value.isUndefined || (bound.flag(1) && !value.isTrue) else { return value }
        return bound[0] ?? .string("")
    }
}
