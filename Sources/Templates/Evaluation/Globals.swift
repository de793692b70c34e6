/// The functions that every template can call.
enum Globals {
    /// The functions by their names.
    static func functions() -> [String: Value] {
        var table: [String: Value] = [:]
        for (name, body) in bodies { table[name] = .object(BuiltinFunction(name, body)) }
        table["dict"] = .object(
            BuiltinFunction("dict", attributes: ["fromkeys": .object(BuiltinFunction("fromkeys", fromKeys))]) {
                (arguments, rendering) throws(Fault) in
                try rendering.dictionary(try dictionary(arguments, "dict()", rendering))
            })
        return table
    }

    private static let bodies: [String: @Sendable (Arguments, Rendering) throws(Fault) -> Value] = [
        "range": range,
        "namespace": { (arguments, rendering) throws(Fault) in
            try rendering.namespace(try dictionary(arguments, "namespace()", rendering))
        },
        "cycler": { (arguments, rendering) throws(Fault) in
            guard arguments.keywords.isEmpty else { throw Fault("cycler() takes no names") }
            return try rendering.object(try Cycler(arguments.positional))
        },
        "joiner": { (arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["sep"], of: "joiner()")
            return try rendering.object(Joiner(bound[0] ?? .string(", ")))
        },
        "lipsum": { (_, _) throws(Fault) in throw Fault("lipsum() makes text by chance, which a prompt must not be") },
        "raise_exception": { (arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["message"], required: 1, of: "raise_exception()")
            throw Fault(try Representation.printed(bound[0] ?? .none, rendering).string, kind: .raised)
        },
        "strftime_now": { (arguments, rendering) throws(Fault) in
            let bound = try arguments.bound(to: ["format"], required: 1, of: "strftime_now()")
            let format = try bound.requiredText(0)
            guard let date = rendering.date else { throw Fault("strftime_now() is called, but no date is given") }
            return try rendering.made(try date.text(format, rendering))
        },
    ]

    private static func range(_ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let bound = try arguments.bound(to: [" start", " stop", " step"], required: 1, of: "range()")
        var numbers: [Int] = []
        for value in bound.values {
            guard let value else { break }
            if case .undefined(let undefined) = value { throw undefined.fault(rendering) }
            guard let number = value.integer else {
                throw Fault("range() takes whole numbers, not \(value.noun)")
            }
            numbers.append(number)
        }
        switch numbers.count {
        case 1: return .range(try IntegerRange(start: 0, stop: numbers[0], step: 1))
        case 2: return .range(try IntegerRange(start: numbers[0], stop: numbers[1], step: 1))
        default: return .range(try IntegerRange(start: numbers[0], stop: numbers[1], step: numbers[2]))
        }
    }

    /// What `dict` makes of a dictionary or of pairs, and of names.
    private static func dictionary(
        _ arguments: Arguments, _ callee: String, _ rendering: Rendering
    ) throws(Fault) -> ValueDictionary {
        guard arguments.positional.count <= 1 else { throw Fault("\(callee) takes at most one value without a name") }
        var result = ValueDictionary()
        switch arguments.positional.first {
        case nil: break
        case .dictionary(let dictionary): result = dictionary
        case .undefined(let undefined): throw undefined.fault(rendering)
        case .some(let pairs):
            for pair in try Iteration.elements(of: pairs, rendering) {
                let parts = try Iteration.elements(of: pair, rendering, most: 3)
                guard parts.count == 2 else { throw Fault("\(callee) needs pairs of keys and values") }
                try result.set(parts[1], for: parts[0])
            }
        }
        for keyword in arguments.keywords { try result.set(keyword.value, for: .text(keyword.name)) }
        return result
    }

    /// A dictionary with the same value for all keys.
    static func fromKeys(_ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        let bound = try arguments.bound(to: [" iterable", " value"], required: 1, of: "fromkeys()")
        var result = ValueDictionary()
        for key in try Iteration.elements(of: bound[0] ?? .none, rendering) {
            try result.set(bound[1] ?? .none, for: key)
        }
        return try rendering.dictionary(result)
    }
}
