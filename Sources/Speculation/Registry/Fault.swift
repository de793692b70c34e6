/// Something wrong in a strategy file, with its place.
public struct Fault: Sendable, Equatable {
    /// Where.
    public let place: OptionPlace

    /// What is wrong, what was expected, and the nearest valid name: one sentence without a full stop.
    public let message: String

    /// States a fault.
    ///
    /// - Parameters:
    ///   - message: One sentence; of one that quotes very much the middle is left out.
    ///   - place: Where.
    public init(_ message: String, at place: OptionPlace) {
        self.place = place
        self.message = Self.shortened(message)
    }

    /// How much of a message is kept: a file may name one long text in thousands of places.
    private static let (longest, beginning, end) = (2000, 500, 500)

    private static func shortened(_ message: String) -> String {
        guard message.utf8.count > longest else { return message }
        let scalars = message.unicodeScalars
        return "\(String(scalars.prefix(beginning))) … \(String(scalars.suffix(end)))"
    }
}
