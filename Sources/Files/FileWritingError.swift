/// Why a file was not written: which one, and the cause.
public struct FileWritingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file as given.
    public let file: String

    /// The system's reason.
    public let cause: String

    /// Makes an error of its facts.
    public init(file: String, cause: String) {
        self.file = file
        self.cause = cause
    }

    /// One line: `table.json: the file cannot be written: no space left on device`.
    public var description: String { "\(file): the file cannot be written: \(cause)" }
}
