/// One option as an implementation declared it while reading, with the value it got.
public struct OptionReading: Sendable, Equatable {
    /// The option's name.
    public let name: String

    /// Its type in words: "integer", "number", "boolean", "choice", "text", "list of rank paths".
    public let type: String

    /// The valid values in words, such as "1...64"; empty when the type says it all.
    public let range: String

    /// The default; nil when the option must be given.
    public let fallback: OptionValue?

    /// The value that the implementation got.
    public let value: OptionValue

    /// Whether the value names a place: a path, or the name of something bundled.
    public internal(set) var isPlace = false

    /// Where the value stands; ``OptionPlace/nowhere`` for a default and for one of the command line.
    public internal(set) var place = OptionPlace.nowhere

    /// For a path: where it leads, whatever the working directory; nil for names and all other types.
    public internal(set) var absolutePath: String? = nil

    /// One line of help.
    public let help: String

    /// The value as any file anywhere may hold it.
    public var portableValue: OptionValue { absolutePath.map { OptionValue(.string($0)) } ?? value }
}
