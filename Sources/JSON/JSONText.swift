/// Writes encodable values as JSON in the one form that all files and commands share.
public enum JSONText {
    /// The value as a document: indented, keys in alphabetical order, a line feed at the end.
    ///
    /// - Parameter value: Anything encodable; see ``JSONValue/init(encoding:)``.
    /// - Returns: JSON text.
    /// - Throws: What the value throws when it is encoded.
    public static func document(of value: some Encodable) throws -> String {
        try JSONValue(encoding: value).indentedText + "\n"
    }

    /// The value on one line, keys in alphabetical order, without a line feed.
    ///
    /// - Parameter value: Anything encodable; see ``JSONValue/init(encoding:)``.
    /// - Returns: JSON text.
    /// - Throws: What the value throws when it is encoded.
    public static func line(of value: some Encodable) throws -> String {
        try JSONValue(encoding: value).text
    }
}
