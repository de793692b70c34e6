import Evaluation

/// Why a file of conversations cannot be used: which file, which line, and the cause.
public struct ConversationFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file as given.
    public let file: String

    /// The line, counted from 1; nil where the fault is the whole file's.
    public let line: Int?

    /// What is wrong, without file and line.
    public let cause: String

    /// Makes an error of its facts.
    public init(file: String, line: Int? = nil, cause: String) {
        self.file = file
        self.line = line
        self.cause = cause
    }

    init(_ error: WorkloadError) { self.init(file: error.file, line: error.line, cause: error.cause) }

    /// One line: `talks.jsonl:7: 'messages' must be a list`.
    public var description: String { "\(file):\(line.map { "\($0):" } ?? "") \(cause)" }
}
