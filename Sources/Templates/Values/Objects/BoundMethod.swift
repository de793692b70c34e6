/// A method of a value, not yet called.
final class BoundMethod: TemplateObject {
    private let name: String
    let nesting: Int
    private let body: BuiltinFunction.Body

    init(_ name: String, nesting: Int, _ body: @escaping BuiltinFunction.Body) {
        self.name = name
        self.nesting = nesting
        self.body = body
    }

    let typeName = "builtin_function_or_method"
    let isCallable = true

    func call(_ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        try rendering.charge(1)
        return try body(arguments, rendering)
    }

    func printed(_ rendering: Rendering) throws(Fault) -> Text { Text("<built-in method \(name)>") }
}
