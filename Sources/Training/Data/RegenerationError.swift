import Speculation

/// Why conversations cannot be made, in one sentence.
public enum RegenerationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Prompts are to be written in a chat format that does not mark users' turns.
    case noUserTurn(template: String)

    /// The target writes hardly any new prompt.
    case noNewPrompts(inARow: Int, kept: Int)

    /// A prompt cannot be put into the target's chat format.
    case encoding(id: String, cause: String)

    /// What was begun had other settings.
    case otherSettings(file: String, setting: String, before: String, now: String)

    /// What was begun cannot be continued.
    case damaged(file: String, line: Int, cause: String)

    /// Another process continues the same file.
    case busy(file: String)

    /// The output is there already.
    case outputExists(file: String)

    /// One sentence.
    public var description: String {
        switch self {
        case .noUserTurn(let template):
            "the chat format \(template) does not mark users' turns, so that no model can be asked to write one"
        case .noNewPrompts(let count, let kept):
            "the last \(count.counting("prompt")) that the target wrote were empty, too long or repeated; \(kept.counting("conversation")) are "
                + "kept: ask for fewer, or for another prompt temperature"
        case .encoding(let id, let cause): "prompt \(id): \(cause)"
        case .otherSettings(let file, let setting, let before, let now):
            "\(file): begun with \(setting) \(before), and now it is \(now): use the settings it was begun with, or "
                + "begin anew with --restart"
        case .damaged(let file, let line, let cause):
            "\(file):\(line): \(cause): this cannot be continued; begin anew with --restart"
        case .busy(let file): "\(file): another run is writing this file"
        case .outputExists(let file): "\(file): the file exists already; --restart makes it anew"
        }
    }
}
