/// A value that is being encoded: containers hand out their parts before these are filled.
final class EncodedNode {
    private var scalar: JSONValue?
    private var elements: [EncodedNode]?
    private var members: [String: EncodedNode] = [:]

    /// The number of elements so far.
    var count: Int { elements?.count ?? 0 }

    /// Makes this node a scalar.
    func set(_ value: JSONValue) { scalar = value }

    /// Makes this node an array, which may stay empty.
    func becomeArray() { elements = elements ?? [] }

    /// Adds an element.
    func append() -> EncodedNode {
        let node = EncodedNode()
        becomeArray()
        elements?.append(node)
        return node
    }

    /// Adds a member, or replaces the one of the same key.
    func member(_ key: String) -> EncodedNode {
        let node = EncodedNode()
        members[key] = node
        return node
    }

    /// What has been encoded; nothing at all is an empty object.
    var value: JSONValue {
        if let scalar { return scalar }
        if let elements { return .array(elements.map(\.value)) }
        return .object(sorting: members.mapValues(\.value))
    }
}
