/// A finite number that a narrower type cannot hold.
public struct ElementOverflow: Error, Sendable, Equatable, CustomStringConvertible {
    /// The number.
    public let number: Float

    /// Where it stands among the numbers that were to be stored, from 0.
    public let place: Int

    /// The type that is too narrow.
    public let element: ElementType

    /// One sentence, without a full stop.
    public var description: String {
        "number \(place) is \(number), and \(element.rawValue) ends at \(element.largest)"
    }
}
