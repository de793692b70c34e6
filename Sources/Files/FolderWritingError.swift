/// Why a folder was not written: which one, and the cause.
public struct FolderWritingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The folder as given.
    public let folder: String

    /// The reason, without a full stop.
    public let cause: String

    /// Makes an error of its facts.
    public init(folder: String, cause: String) {
        self.folder = folder
        self.cause = cause
    }

    /// One line: `heads/mine: the folder cannot be written: no space left on device`.
    public var description: String { "\(folder): the folder cannot be written: \(cause)" }
}
