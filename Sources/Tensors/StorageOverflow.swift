/// A finite number that a narrower format cannot hold.
public struct StorageOverflow: Error, Sendable, Equatable, CustomStringConvertible {
    /// The number.
    public let number: Float

    /// Where it stands among the numbers that were to be stored, from 0.
    public let place: Int

    /// The format that is too narrow.
    public let format: StorageFormat

    /// One sentence, without a full stop.
    public var description: String { "number \(place) is \(number), and \(format) ends at \(format.largest)" }
}
