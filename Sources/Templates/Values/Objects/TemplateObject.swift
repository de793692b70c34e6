/// A value with an identity: each is equal to itself only.
protocol TemplateObject: AnyObject {
    /// The name of Python's type, for messages.
    var typeName: String { get }

    /// How many containers stand in one another, this one included.
    var nesting: Int { get }

    /// The number of elements; nil where Python's `len` fails.
    var count: Int? { get }

    /// Whether it can be called.
    var isCallable: Bool { get }

    /// An attribute; nil where there is none.
    func attribute(_ name: String, _ rendering: Rendering) throws(Fault) -> Value?

    /// Calls it.
    func call(_ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value

    /// What `for` goes through; nil where Python's `iter` fails.
    func iterator(_ rendering: Rendering) -> ValueIterator?

    /// How it is printed.
    func printed(_ rendering: Rendering) throws(Fault) -> Text
}

extension TemplateObject {
    var nesting: Int { 0 }
    var count: Int? { nil }
    var isCallable: Bool { false }
    func attribute(_ name: String, _ rendering: Rendering) throws(Fault) -> Value? { nil }
    func call(_ arguments: Arguments, _ rendering: Rendering) throws(Fault) -> Value {
        throw Fault("a \(typeName) cannot be called")
    }
    func iterator(_ rendering: Rendering) -> ValueIterator? { nil }
    func printed(_ rendering: Rendering) throws(Fault) -> Text { Text("<\(typeName)>") }
}
