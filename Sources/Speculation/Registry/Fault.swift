/// Something wrong in a strategy file, with its place.
public struct Fault: Sendable, Equatable {
    /// Where.
    public let place: OptionPlace

    /// What is wrong, what was expected, and the nearest valid name: one sentence without a full stop.
    public let message: String

    /// States a fault.
    ///
    /// - Parameters:
    ///   - message: One sentence.
    ///   - place: Where.
    public init(_ message: String, at place: OptionPlace) {
        self.place = place
        self.message = message
    }
}
