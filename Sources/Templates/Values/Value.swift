/// A value of a template, as Python has it.
enum Value {
    case undefined(Undefined)
    case none
    case boolean(Bool)
    case integer(Int)
    case real(Double)
    case string(Text)
    case list(ValueList)
    case tuple(ValueList)
    case dictionary(ValueDictionary)
    case range(IntegerRange)

    /// Anything with an identity or a state: a namespace, a macro, a loop, a function, an iterator.
    case object(any TemplateObject)

    /// A string that comes from here, not from a file.
    static func text(_ string: String) -> Value { .string(Text(string)) }

    /// The name of Python's type, for messages.
    var typeName: String {
        switch self {
        case .undefined: "Undefined"
        case .none: "NoneType"
        case .boolean: "bool"
        case .integer: "int"
        case .real: "float"
        case .string: "str"
        case .list: "list"
        case .tuple: "tuple"
        case .dictionary: "dict"
        case .range: "range"
        case .object(let object): object.typeName
        }
    }

    /// The type as a noun for messages: "an int".
    var noun: String { ("aeiouU".contains(typeName.first ?? "x") ? "an " : "a ") + typeName }

    /// How many containers stand in one another here, this one included.
    var nesting: Int {
        switch self {
        case .list(let list), .tuple(let list): list.nesting
        case .dictionary(let dictionary): dictionary.nesting
        case .object(let object): object.nesting
        default: 0
        }
    }

    /// Whether Python takes the value for true.
    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .boolean(let value): value
        case .integer(let value): value != 0
        case .real(let value): value != 0
        case .string(let text): !text.isEmpty
        case .list(let list), .tuple(let list): !list.elements.isEmpty
        case .dictionary(let dictionary): dictionary.count > 0
        case .range(let range): range.count > 0
        case .object(let object): object.count != 0
        }
    }

    /// The number of elements; nil where Python's `len` fails.
    var count: Int? {
        switch self {
        case .undefined: 0
        case .string(let text): text.count
        case .list(let list), .tuple(let list): list.elements.count
        case .dictionary(let dictionary): dictionary.count
        case .range(let range): range.count
        case .object(let object): object.count
        default: nil
        }
    }

    /// The whole number that Python takes the value for: an integer or a truth value.
    var integer: Int? {
        switch self {
        case .integer(let value): value
        case .boolean(let value): value ? 1 : 0
        default: nil
        }
    }

    /// The number that Python takes the value for.
    var number: Double? {
        if case .real(let value) = self { value } else { integer.map { Double($0) } }
    }

    /// The text of a string; nil for anything else.
    var text: Text? {
        if case .string(let text) = self { text } else { nil }
    }

    var isUndefined: Bool {
        if case .undefined = self { true } else { false }
    }

    var isNone: Bool {
        if case .none = self { true } else { false }
    }
}
