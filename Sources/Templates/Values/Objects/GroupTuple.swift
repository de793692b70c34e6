/// What `groupby` gives for each value: the value and a list of the elements that have it.
final class GroupTuple: TemplateObject {
    let elements: [Value]
    let nesting: Int

    init(_ value: Value, _ list: Value) {
        elements = [value, list]
        nesting = ValueList(elements).nesting
    }

    let typeName = "_GroupTuple"
    var count: Int? { 2 }

    func attribute(_ name: String, _ rendering: Rendering) throws(Fault) -> Value? {
        switch name {
        case "grouper": elements[0]
        case "list": elements[1]
        default: nil
        }
    }

    func iterator(_ rendering: Rendering) -> ValueIterator? { ValueIterator(elements, nesting: nesting + 1) }

    func printed(_ rendering: Rendering) throws(Fault) -> Text {
        try Representation.text(of: .tuple(ValueList(elements)), rendering)
    }
}
