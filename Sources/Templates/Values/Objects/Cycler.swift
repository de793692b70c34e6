/// What `cycler()` makes: values in turn.
final class Cycler: TemplateObject {
    private let items: [Value]
    private var place = 0
    let nesting: Int

    init(_ items: [Value]) throws(Fault) {
        guard !items.isEmpty else { throw Fault("cycler() needs at least one value") }
        self.items = items
        nesting = ValueList(items).nesting
    }

    let typeName = "Cycler"

    func attribute(_ name: String, _ rendering: Rendering) throws(Fault) -> Value? {
        switch name {
        case "current": items[place]
        case "next":
            .object(
                BuiltinFunction("next", nesting: nesting + 1) { (_, _) throws(Fault) in
                    defer { self.place = (self.place + 1) % self.items.count }
                    return self.items[self.place]
                })
        case "reset":
            .object(
                BuiltinFunction("reset", nesting: nesting + 1) { (_, _) throws(Fault) in
                    self.place = 0
                    return .none
                })
        default: nil
        }
    }
}
