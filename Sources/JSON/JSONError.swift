/// A fault in a JSON text: where it is, what should have been there, and what was.
///
/// A reader of a particular file may throw it too, for a value that is good JSON but not what that file must hold.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the text, usually a file name; nil when it has none.
    public let source: String?

    /// Where the fault is.
    public let position: JSONPosition

    /// What should have been there, as a noun: "a string".
    public let expected: String

    /// What was there instead, as a noun: "end of text".
    public let found: String

    /// Makes an error of its four facts.
    public init(source: String?, position: JSONPosition, expected: String, found: String) {
        self.source = source
        self.position = position
        self.expected = expected
        self.found = found
    }

    /// One line: `config.json:3:14: expected ',' or '}', found end of text`.
    public var description: String {
        "\(source.map { "\($0):" } ?? "")\(position): expected \(expected), found \(found)"
    }
}
