import Files

/// Why a template cannot be read or rendered, and where.
public struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, by whose doing.
    public enum Kind: Sendable, Hashable {
        /// The source is no template, or uses a statement, filter or test that is not supported.
        case syntax

        /// The template met a value that it cannot work with.
        case evaluation

        /// The template itself refused its input with `raise_exception`.
        case raised

        /// Rendering took more than ``TemplateLimits`` allow.
        case limit
    }

    /// Which kind of failure this is.
    public let kind: Kind

    /// The template's name, usually a file's.
    public let template: String

    /// Where in the source it happened.
    public let position: TemplatePosition

    /// What happened, as a clause without a full stop; the message itself where a template raised it.
    public let reason: String

    /// One line: `chat_template.jinja:3:14: 'messages' is undefined`.
    ///
    /// What it quotes from the template is spelled out, and cut where it is long.
    public var description: String { SpelledText.sentence("\(template):\(position): \(reason)") }
}
