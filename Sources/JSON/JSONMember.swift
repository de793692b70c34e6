/// One `"key": value` of an object.
public struct JSONMember: Sendable, Equatable {
    /// The key with its escapes resolved, not normalized.
    public let key: String

    /// The value after the colon.
    public let value: JSONValue

    /// Where the key's opening quote stands.
    public let position: JSONPosition

    /// Makes a member; `position` is where its key stands in the text.
    public init(key: String, value: JSONValue, position: JSONPosition) {
        self.key = key
        self.value = value
        self.position = position
    }

    /// Makes a member of a value that is to be written: it stands in no text yet, and its position is 0:0.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value.
    public init(_ key: String, _ value: JSONValue) {
        self.init(key: key, value: value, position: JSONPosition(line: 0, column: 0))
    }

    /// Tells whether key and value are the same to the byte, wherever they stood.
    public static func == (left: JSONMember, right: JSONMember) -> Bool {
        ExactString(left.key) == ExactString(right.key) && left.value == right.value
    }
}
