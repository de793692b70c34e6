/// What `namespace()` makes: the one value that a template may change.
final class Namespace: TemplateObject {
    private(set) var attributes: ValueDictionary

    private var isBeingPrinted = false

    /// How many levels of statements the printing of one counts for.
    private static let height = 4

    /// - Throws: ``Fault`` for a name that transformers does not allow.
    init(_ attributes: ValueDictionary) throws(Fault) {
        for key in attributes.keys { try Self.check(key) }
        self.attributes = attributes
    }

    let typeName = "Namespace"

    func attribute(_ name: String, _ rendering: Rendering) throws(Fault) -> Value? {
        attributes.value(for: Text(name))
    }

    func set(_ value: Value, for name: Text) throws(Fault) {
        try Self.check(.string(name))
        try attributes.set(value, for: .string(name))
    }

    /// Lets go of what it holds: namespaces can hold each other.
    func clear() { attributes = ValueDictionary() }

    func printed(_ rendering: Rendering) throws(Fault) -> Text {
        guard !isBeingPrinted else { return "<Namespace {...}>" }
        isBeingPrinted = true
        defer { isBeingPrinted = false }
        // Namespaces can hold each other in chains of any length.
        try rendering.enter(Self.height)
        let text = try Representation.text(of: .dictionary(attributes), rendering)
        rendering.leave(Self.height)
        return "<Namespace " + text + ">"
    }

    private static func check(_ key: Value) throws(Fault) {
        guard case .string(let name) = key, name.units.first.map({ $0 & Text.scalar }) == 0x5F else { return }
        throw Fault("a namespace holds no attributes that begin with '_', such as \(quoted(name.string))")
    }
}
