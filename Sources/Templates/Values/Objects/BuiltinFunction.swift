/// A function of ours that templates call, or a method of a value that is not yet called.
final class BuiltinFunction: TemplateObject {
    typealias Body = (Arguments, Rendering) throws(Fault) -> Value

    let name: String
    let nesting: Int
    private let body: Body
    private let attributes: [String: Value]

    init(_ name: String, nesting: Int = 0, attributes: [String: Value] = [:], _ body: @escaping Body) {
        self.name = name
        self.nesting = nesting
        self.attributes = attributes
        self.body = body
    }

    let typeName = "function"
    let isCallable = true

    func attribute(_ name: String, _ rendering: Rendering) throws(Fault) -> Value? { attributes[name] }

    func call(_ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        try rendering.charge(1)
        return try body(arguments, rendering)
    }

    func printed(_ rendering: Rendering) throws(Fault) -> Text { Text("<function \(name)>") }
}
