/// What went wrong with one part of an implementation that is composed of several.
public struct PartError: Error, CustomStringConvertible {
    /// Where the file names the part's model or head; nil where the command line does.
    public let place: OptionPlace?

    /// What the part threw.
    public let error: any Error

    /// What the part's error says.
    public var description: String { "\(error)" }
}
