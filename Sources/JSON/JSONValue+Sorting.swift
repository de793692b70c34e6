extension JSONValue {
    /// An object that is to be written, its members in the order of their keys.
    ///
    /// - Parameter members: Values by key.
    /// - Returns: The object; no member of it stands in a text.
    public static func object(sorting members: [String: JSONValue]) -> JSONValue {
        .object(members.sorted { $0.key < $1.key }.map { JSONMember($0.key, $0.value) })
    }
}
