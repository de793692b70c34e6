/// Attributes and items: `a.b` takes the attribute before the item of that name, `a['b']` the item.
enum Access {
    static func attribute(_ name: AttributeName, of value: Value, _ rendering: Rendering) throws(Fault) -> Value {
        if case .undefined(let undefined) = value {
            // Even these have what all of Python's objects have.
            if hidden.contains(name.string) { return unsafe(name.string, value) }
            throw undefined.fault(rendering)
        }
        if let attribute = try pythonAttribute(name.string, of: value, rendering) { return attribute }
        if case .dictionary(let dictionary) = value, let item = dictionary.value(for: name.text) { return item }
        return missing(name.string, in: value)
    }

    static func item(_ key: Value, of value: Value, _ rendering: Rendering) throws(Fault) -> Value {
        if let item = try item(key, at: value, rendering) { return item }
        guard case .string(let text) = key else { return missing(try name(of: key, rendering), in: value) }
        let name = text.string
        return try pythonAttribute(name, of: value, rendering) ?? missing(name, in: value)
    }

    private static func name(of key: Value, _ rendering: Rendering) throws(Fault) -> String {
        // Only what names an element is worth a message of its own.
        switch key {
        case .integer(let index): String(index)
        default: "\(key.noun)"
        }
    }

    private static func item(_ key: Value, at value: Value, _ rendering: Rendering) throws(Fault) -> Value? {
        func place(_ count: Int) -> Int? {
            guard let index = key.integer else { return nil }
            let place = index < 0 ? index &+ count : index
            return (0..<count).contains(place) ? place : nil
        }
        switch value {
        case .undefined(let undefined): throw undefined.fault(rendering)
        case .string(let text): return place(text.count).map { .string(Text(units: [text.units[$0]])) }
        case .list(let list), .tuple(let list): return place(list.elements.count).map { list.elements[$0] }
        case .range(let range): return place(range.count).map { .integer(range[$0]) }
        case .dictionary(let dictionary):
            // A list cannot be a key, which is as good as not being one.
            switch key {
            case .string(let text): return dictionary.value(for: text)
            case .list, .dictionary: return nil
            default: return (try? dictionary.value(for: key)) ?? nil
            }
        case .object(let object):
            guard let group = object as? GroupTuple else { return nil }
            return place(2).map { group.elements[$0] }
        default: return nil
        }
    }

    /// What Python's `getattr` gives, as far as the sandbox lets it out; nil where there is no such attribute.
    private static func pythonAttribute(
        _ name: String, of value: Value, _ rendering: Rendering
    ) throws(Fault) -> Value? {
        switch value {
        case .string(let text):
            guard let method = StringMethods.table[name] else { break }
            return .object(
                BuiltinFunction(name, nesting: 1) { (arguments, rendering) throws(Fault) in
                    // Most methods look at the whole string, even where their result is short.
                    try rendering.charge(text.count / 8)
                    return try method(text, arguments, rendering)
                })
        case .dictionary(let dictionary):
            if let method = DictionaryMethods.table[name] {
                return try rendering.object(
                    BuiltinFunction(name, nesting: dictionary.nesting + 1) { (arguments, rendering) throws(Fault) in
                        try method(dictionary, arguments, rendering)
                    })
            }
            if DictionaryMethods.changing.contains(name) { return unsafe(name, value) }
        case .list(let list), .tuple(let list):
            if let method = ListMethods.table[name], name != "copy" || value.typeName == "list" {
                return try rendering.object(
                    BuiltinFunction(name, nesting: list.nesting + 1) { (arguments, rendering) throws(Fault) in
                        try method(list, arguments, rendering)
                    })
            }
            if case .list = value, ListMethods.changing.contains(name) { return unsafe(name, value) }
        case .integer, .boolean, .real, .range: if let part = NumberAttributes.value(name, of: value) { return part }
        case .object(let object):
            if let attribute = try object.attribute(name, rendering) { return attribute }
        case .none, .undefined: break
        }
        return name.hasPrefix("__") && !isItem(name, of: value) ? unsafe(name, value) : nil
    }

    /// Attributes that all objects have and no template may see.
    private static let hidden: Set<String> = [
        "__class__", "__init__", "__doc__", "__module__", "__str__", "__repr__", "__eq__", "__hash__", "__dir__",
    ]

    private static func isItem(_ name: String, of value: Value) -> Bool {
        guard case .dictionary(let dictionary) = value else { return false }
        return dictionary.value(for: Text(name)) != nil
    }

    private static func unsafe(_ name: String, _ value: Value) -> Value {
        .undefined(
            Undefined(.other("\(quoted(name)) of \(value.noun) is not for templates: values do not change")))
    }

    private static func missing(_ name: String, in value: Value) -> Value {
        var keys: [Value] = []
        switch value {
        case .dictionary(let dictionary) where dictionary.hasOnlyTextKeys: keys = dictionary.keys
        case .string: keys = StringMethods.names.map { .text($0) }
        case .object(let object) where object is LoopObject: keys = LoopObject.names.map { .text($0) }
        default: break
        }
        return .undefined(Undefined(.member(name, of: value.typeName, keys: keys)))
    }
}

extension Access {
    /// What the filter `attr` gives: an attribute, never an item.
    static func attributeOnly(_ name: String, of value: Value, _ rendering: Rendering) throws(Fault) -> Value {
        if case .undefined(let undefined) = value { throw undefined.fault(rendering) }
        return try pythonAttribute(name, of: value, rendering) ?? missing(name, in: value)
    }
}
