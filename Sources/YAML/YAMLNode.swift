/// One value of a document, with the place where it is written.
///
/// A node reached through an alias has the alias's place, where it is used; the nodes below it keep the places where
/// they are written.
public struct YAMLNode: Sendable {
    /// What a node holds.
    public enum Content: Sendable {
        /// A single value.
        case scalar(YAMLScalar)
        /// A list of values.
        case sequence([YAMLNode])
        /// Entries in file order, their keys distinct; entries merged with `<<` stand where the `<<` stood.
        case mapping([YAMLPair])
    }

    /// Where the node begins, its tag and anchor included.
    public let mark: YAMLMark
    /// How many characters to underline: those of a scalar, an alias or a `{}` or `[]` on its first line, else 1.
    public let length: Int
    /// What the node holds.
    public let content: Content
}

extension YAMLNode {
    /// The scalar, if the node is one.
    public var scalar: YAMLScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// The list's nodes, if the node is a list.
    public var elements: [YAMLNode]? {
        if case .sequence(let elements) = content { elements } else { nil }
    }

    /// The mapping's entries in file order, if the node is a mapping.
    public var pairs: [YAMLPair]? {
        if case .mapping(let pairs) = content { pairs } else { nil }
    }

    /// The value of the mapping's entry `name`; nil when there is none or the node is no mapping.
    ///
    /// - Complexity: O(entries of the mapping).
    public subscript(name: String) -> YAMLNode? {
        pairs?.first { $0.name == name }?.value
    }

    /// The kind of node with its article, as a message names it: "an integer", "a list", "a mapping".
    public var kind: String {
        switch content {
        case .scalar(let scalar): scalar.value.kind
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
