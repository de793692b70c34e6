/// Where a character of a rendered prompt came from.
public enum TextOrigin: Sendable, Hashable {
    /// The template wrote it, or a value that is trusted like the template: a special token's spelling.
    case template

    /// It was typed by someone, or read from a message: a special token's spelling in it is text.
    case typed
}
