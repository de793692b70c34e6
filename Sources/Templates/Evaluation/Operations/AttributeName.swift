/// The name of an attribute, made ready for looking it up.
struct AttributeName: Sendable {
    let string: String
    let text: Text

    init(_ name: String) {
        string = name
        text = Text(name)
    }
}
