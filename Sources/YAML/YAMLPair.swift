/// One entry of a mapping: a key and its value, each with its own place in the file.
public struct YAMLPair: Sendable {
    /// The key, always a string.
    public let name: String
    /// The key as a node, for its place in the file.
    public let key: YAMLNode
    /// The value.
    public let value: YAMLNode
}
