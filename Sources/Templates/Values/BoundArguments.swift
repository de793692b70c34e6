/// Arguments in the order of the parameters, as kinds that a function needs.
struct BoundArguments {
    let values: [Value?]
    let names: [String]
    let callee: String

    /// The value of a parameter; nil when it was not given.
    subscript(place: Int) -> Value? { values[place] }

    /// A whole number; nil when the parameter was not given or is None.
    func integer(_ place: Int) throws(Fault) -> Int? {
        guard let value = values[place], !value.isNone else { return nil }
        guard let integer = value.integer else { throw fault(place, "a whole number", value) }
        return integer
    }

    /// A string; nil when the parameter was not given or is None.
    func text(_ place: Int) throws(Fault) -> Text? {
        guard let value = values[place], !value.isNone else { return nil }
        guard let text = value.text else { throw fault(place, "a string", value) }
        return text
    }

    /// A string that must be given.
    func requiredText(_ place: Int) throws(Fault) -> Text {
        guard let value = values[place], let text = value.text else {
            throw fault(place, "a string", values[place] ?? .none)
        }
        return text
    }

    /// Whether a parameter was given and is true.
    func flag(_ place: Int) -> Bool { values[place]?.isTrue ?? false }

    /// The failure of a value of another kind.
    func fault(_ place: Int, _ expected: String, _ value: Value) -> Fault {
        Fault(
            "\(callee) needs \(expected) as its argument '\(names[place].drop { $0 == " " })', not \(value.noun)")
    }
}
