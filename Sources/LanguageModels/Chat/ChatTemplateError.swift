/// A conversation that cannot be put into a model's format.
///
/// Either the format is not known, or it has no place for a message.
public struct ChatTemplateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file or the template at fault.
    public let source: String

    /// What is wrong, as a sentence without a full stop.
    public let reason: String

    /// Makes an error of its two facts.
    public init(source: String, reason: String) {
        self.source = source
        self.reason = reason
    }

    /// One line: the source, then the reason.
    public var description: String { "\(source): \(reason)" }
}
