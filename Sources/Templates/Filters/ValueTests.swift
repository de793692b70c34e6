/// The tests of jinja2: what may follow `is`.
enum ValueTests {
    typealias Body = @Sendable (Value, Arguments, Rendering) throws(Fault) -> Bool

    /// A test; nil where there is none of the name.
    static func body(of name: String) -> Body? { table[name] }

    /// The failure of a name that is no test.
    static func unknown(_ name: String) -> Fault {
        Fault("\(quoted(name)) is no test" + NearestName.hint(for: name, among: table.keys.sorted()), kind: .syntax)
    }

    private static let table: [String: Body] = kinds.merging(comparisons) { $1 }.merging(others) { $1 }

    /// A test that takes no arguments.
    private static func plain(
        _ name: String, _ holds: @escaping @Sendable (Value, Rendering) throws(Fault) -> Bool
    ) -> (String, Body) {
        let body: Body = { (value, arguments, rendering) throws(Fault) in
            _ = try arguments.bound(to: [], of: name)
            return try holds(value, rendering)
        }
        return (name, body)
    }

    private static let kinds: [String: Body] = Dictionary(uniqueKeysWithValues: [
        plain("defined") { (value, _) throws(Fault) in !value.isUndefined },
        plain("undefined") { (value, _) throws(Fault) in value.isUndefined },
        plain("none") { (value, _) throws(Fault) in value.isNone },
        plain("boolean") { (value, _) throws(Fault) in if case .boolean = value { true } else { false } },
        plain("true") { (value, _) throws(Fault) in if case .boolean(true) = value { true } else { false } },
        plain("false") { (value, _) throws(Fault) in if case .boolean(false) = value { true } else { false } },
        plain("integer") { (value, _) throws(Fault) in if case .integer = value { true } else { false } },
        plain("float") { (value, _) throws(Fault) in if case .real = value { true } else { false } },
        plain("number") { (value, _) throws(Fault) in value.number != nil },
        plain("string") { (value, _) throws(Fault) in value.text != nil },
        plain("escaped") { (value, _) throws(Fault) in value.text?.isMarkup ?? false },
        plain("mapping") { (value, _) throws(Fault) in if case .dictionary = value { true } else { false } },
        plain("iterable") { (value, rendering) throws(Fault) in Iteration.isPossible(value, rendering) },
        plain("sequence") { (value, _) throws(Fault) in
            if case .object(let object) = value { object is GroupTuple } else { value.count != nil }
        },
        plain("callable") { (value, _) throws(Fault) in
            switch value {
            case .object(let object): object.isCallable
            // jinja2's undefined values have a method for being called, which fails.
            case .undefined: true
            default: false
            }
        },
        plain("lower") { (value, rendering) throws(Fault) in
            try printed(value, rendering).isLowercase
        },
        plain("upper") { (value, rendering) throws(Fault) in
            try printed(value, rendering).isUppercase
        },
        plain("odd") { (value, rendering) throws(Fault) in try rest(value, .integer(2), rendering, is: 1) },
        plain("even") { (value, rendering) throws(Fault) in try rest(value, .integer(2), rendering, is: 0) },
        plain("filter") { (value, _) throws(Fault) in value.text.map { Filters.exists($0.string) } ?? false },
        plain("test") { (value, _) throws(Fault) in value.text.map { table[$0.string] != nil } ?? false },
    ])

    /// What a value prints as, counted, as all of it is looked at.
    private static func printed(_ value: Value, _ rendering: Rendering) throws(Fault) -> Text {
        let text = try Representation.printed(value, rendering)
        try rendering.charge(text.count / 8)
        return text
    }

    private static func rest(
        _ value: Value, _ divisor: Value, _ rendering: Rendering, is wanted: Int
    ) throws(Fault) -> Bool {
        let rest = try Arithmetic.result(value, .remainder, divisor, rendering)
        return try Equality.holds(rest, .integer(wanted), rendering)
    }

    private static let others: [String: Body] = [
        "divisibleby": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["num"], required: 1, of: "divisibleby")
            return try rest(value, bound[0] ?? .none, rendering, is: 0)
        },
        "in": { (value, arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["seq"], required: 1, of: "in")
            return try Iteration.contains(bound[0] ?? .none, value, rendering)
        },
        "sameas": { (value, arguments, rendering) throws(Fault) in
            let other = try arguments.bound(to: ["other"], required: 1, of: "sameas")[0] ?? .none
            guard value.typeName == other.typeName else { return false }
            return try Equality.holds(value, other, rendering)
        },
    ]

    private static let comparisons: [String: Body] = [
        "==": comparison(.equal), "eq": comparison(.equal), "equalto": comparison(.equal),
        "!=": comparison(.unequal), "ne": comparison(.unequal),
        ">": comparison(.greater), "gt": comparison(.greater), "greaterthan": comparison(.greater),
        ">=": comparison(.atLeast), "ge": comparison(.atLeast),
        "<": comparison(.less), "lt": comparison(.less), "lessthan": comparison(.less),
        "<=": comparison(.atMost), "le": comparison(.atMost),
    ]

    private static func comparison(_ comparison: Comparison) -> Body {
        { (value: Value, arguments: Arguments, rendering: Rendering) throws(Fault) -> Bool in
            let other = try arguments.bound(to: [" other"], required: 1, of: comparison.rawValue)[0]
            return try ComparisonExpression.holds(value, comparison, other ?? .none, rendering)
        }
    }
}
