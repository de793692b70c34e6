/// What `joiner()` makes: nothing when it is first called, then a separator.
final class Joiner: TemplateObject {
    private let separator: Value
    private var isUsed = false

    init(_ separator: Value) { self.separator = separator }

    let typeName = "Joiner"
    let isCallable = true
    var nesting: Int { separator.nesting + 1 }

    func call(_ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        defer { isUsed = true }
        return isUsed ? separator : .string("")
    }
}
