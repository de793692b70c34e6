extension JSONValue {
    /// The value as one line of JSON text, members in their order.
    public var text: String {
        var writer = JSONWriter(indentation: nil)
        writer.write(self)
        return writer.text
    }

    /// The value as JSON text with one member or element a line, each level indented by two spaces, members in their
    /// order; without a line feed at the end.
    public var indentedText: String {
        var writer = JSONWriter(indentation: "  ")
        writer.write(self)
        return writer.text
    }
}
