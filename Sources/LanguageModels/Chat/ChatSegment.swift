/// A stretch of a rendered conversation: what the template wrote, or what a person or model did.
public enum ChatSegment: Sendable, Equatable {
    /// Text of the template, in which special tokens count.
    case control(String)

    /// Text of a message, which must not control the model.
    case content(String)

    /// The text, whoever wrote it.
    public var text: String {
        switch self {
        case .control(let text), .content(let text): text
        }
    }
}
