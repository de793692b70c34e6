import Files
import Templates

/// A conversation that cannot be put into a model's format.
///
/// Either the format is not known, or its template is at fault, or it has no place for a message.
public struct ChatTemplateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file or the template at fault, with line and column where it is known.
    public let source: String

    /// What is wrong, as a sentence without a full stop.
    public let reason: String

    /// Makes an error of its two facts.
    public init(source: String, reason: String) {
        self.source = source
        self.reason = reason
    }

    /// The error of a template that cannot be read or rendered.
    init(_ error: TemplateError) {
        let cause = error.kind == .raised ? "the chat template refuses the conversation: " : ""
        self.init(source: "\(error.template):\(error.position)", reason: cause + error.reason)
    }

    /// One line: the source, then the reason.
    public var description: String { SpelledText.sentence("\(source): \(reason)") }
}
