/// One option as an implementation declared it while reading, with the value it got.
public struct OptionReading: Sendable, Equatable {
    /// The option's name.
    public let name: String

    /// Its type in words: "integer", "number", "boolean", "choice", "text", "list of rank paths".
    public let type: String

    /// The valid values in words, such as "1...64"; empty when the type says it all.
    public let range: String

    /// The default as it would be written; nil when the option must be given.
    public let defaultText: String?

    /// The value as it would be written: text as it is, everything else as YAML that reads back as the value.
    public let valueText: String

    /// One line of help.
    public let help: String
}
