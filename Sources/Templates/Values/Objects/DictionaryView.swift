/// What `keys()`, `values()` and `items()` of a dictionary give.
final class DictionaryView: TemplateObject {
    enum Part: String {
        case keys = "dict_keys"
        case values = "dict_values"
        case items = "dict_items"
    }

    let dictionary: ValueDictionary
    let part: Part

    init(_ part: Part, of dictionary: ValueDictionary) {
        self.part = part
        self.dictionary = dictionary
    }

    var typeName: String { part.rawValue }
    var nesting: Int { dictionary.nesting + 1 }
    var count: Int? { dictionary.count }

    /// The elements in the dictionary's order.
    var elements: [Value] {
        switch part {
        case .keys: dictionary.keys
        case .values: dictionary.values
        case .items: zip(dictionary.keys, dictionary.values).map { .tuple(ValueList([$0, $1])) }
        }
    }

    func iterator(_ rendering: Rendering) -> ValueIterator? { ValueIterator(elements, nesting: nesting) }

    func printed(_ rendering: Rendering) throws(Fault) -> Text {
        Text(part.rawValue + "(") + (try Representation.text(of: .list(ValueList(elements)), rendering)) + ")"
    }
}
