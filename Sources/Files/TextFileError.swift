/// Why a text file cannot be used: which file, which line, and the cause.
public struct TextFileError: Error, Sendable, Equatable, CustomStringConvertible {
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

    /// One line: `prompts.jsonl:7: the prompt is empty`.
    public var description: String {
        SpelledText.sentence("\(file):\(line.map { "\($0):" } ?? "") \(cause)")
    }
}
