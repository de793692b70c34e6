/// Goes through values one at a time and only once, as Python's iterators and generators do.
///
/// Filters such as `map` and `select` give one of these: they work when somebody asks for the next value, not before.
final class ValueIterator: TemplateObject {
    let typeName: String
    let nesting: Int
    private let advance: (Rendering) throws(Fault) -> Value?

    init(
        _ typeName: String = "generator", nesting: Int = 0,
        _ advance: @escaping (Rendering) throws(Fault) -> Value?
    ) {
        self.typeName = typeName
        self.nesting = nesting
        self.advance = advance
    }

    /// An iterator over known elements.
    convenience init(_ elements: [Value], nesting: Int = 0, typeName: String = "list_iterator") {
        var place = 0
        self.init(typeName, nesting: nesting) { (_) throws(Fault) in
            guard place < elements.count else { return nil }
            defer { place += 1 }
            return elements[place]
        }
    }

    /// The next value; nil at the end.
    func next(_ rendering: Rendering) throws(Fault) -> Value? {
        try rendering.charge(1)
        return try advance(rendering)
    }

    /// All that is left.
    func rest(_ rendering: Rendering) throws(Fault) -> [Value] {
        var values: [Value] = []
        while let value = try next(rendering) {
            values.append(value)
            try rendering.checkSize(values.count)
        }
        return values
    }

    func iterator(_ rendering: Rendering) -> ValueIterator? { self }

    func printed(_ rendering: Rendering) throws(Fault) -> Text { Text("<\(typeName) object>") }
}
