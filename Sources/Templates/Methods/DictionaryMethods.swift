/// The methods of Python's dictionaries that do not change them.
enum DictionaryMethods {
    typealias Method = @Sendable (ValueDictionary, Arguments, Rendering) throws(Fault) -> Value

    /// The methods that the sandbox forbids.
    static let changing: Set<String> = ["clear", "pop", "popitem", "setdefault", "update"]

    static let table: [String: Method] = [
        "get": { (dictionary, arguments, _) throws(Fault) in
            let bound = try arguments.bound(to: [" key", " default"], required: 1, of: "get()")
            return try dictionary.value(for: bound[0] ?? .none) ?? bound[1] ?? .none
        },
        "keys": { (dictionary, arguments, rendering) throws(Fault) in
            try view(.keys, dictionary, arguments, rendering)
        },
        "values": { (dictionary, arguments, rendering) throws(Fault) in
            try view(.values, dictionary, arguments, rendering)
        },
        "items": { (dictionary, arguments, rendering) throws(Fault) in
            try view(.items, dictionary, arguments, rendering)
        },
        "copy": { (dictionary, arguments, _) throws(Fault) in
            _ = try arguments.bound(to: [], of: "copy()")
            return .dictionary(dictionary)
        },
        "fromkeys": { (_, arguments, rendering) throws(Fault) in try Globals.fromKeys(arguments, rendering) },
    ]

    private static func view(
        _ part: DictionaryView.Part, _ dictionary: ValueDictionary, _ arguments: Arguments, _ rendering: Rendering
    ) throws(Fault) -> Value {
        _ = try arguments.bound(to: [], of: "\(part.rawValue.dropFirst(5))()")
        try rendering.charge(dictionary.count)
        return try rendering.object(DictionaryView(part, of: dictionary))
    }
}
