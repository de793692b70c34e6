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

    /// The template's line with a caret under the place; nil where it is not known.
    public let snippet: String?

    /// Makes an error of its facts.
    public init(source: String, reason: String, snippet: String? = nil) {
        self.source = source
        self.reason = reason
        self.snippet = snippet
    }

    /// The error of a template that cannot be read or rendered.
    init(_ error: TemplateError, in program: String) {
        let lines = program.split(separator: "\n", omittingEmptySubsequences: false)
        let line = lines.indices.contains(error.position.line - 1) ? lines[error.position.line - 1] : ""
        // Where a template refuses, it says itself what is wrong.
        let snippet =
            line.isEmpty || error.kind == .raised
            ? nil : "\(Snippet(line: line, column: error.position.column, length: 1))"
        let cause = error.kind == .raised ? "the chat template refuses the conversation: " : ""
        self.init(source: "\(error.template):\(error.position)", reason: cause + error.reason, snippet: snippet)
    }

    /// One line: the source, then the reason.
    public var sentence: String { SpelledText.sentence("\(source): \(reason)") }

    /// The sentence, and below it the place in the template where it is known.
    public var description: String { snippet.map { "\(sentence)\n\($0)" } ?? sentence }
}
