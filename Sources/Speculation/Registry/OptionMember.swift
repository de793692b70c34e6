/// A name and its value.
public struct OptionMember: Sendable, Equatable {
    /// The name.
    public let name: String

    /// Where the name stands.
    public let place: OptionPlace

    /// The value.
    public let value: OptionValue

    /// Makes a member.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - place: Where the name stands.
    ///   - value: The value.
    public init(name: String, place: OptionPlace = .nowhere, value: OptionValue) {
        self.name = name
        self.place = place
        self.value = value
    }
}
