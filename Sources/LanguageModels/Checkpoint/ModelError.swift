/// Something wrong with a model's files, in one sentence that names the file and the cause.
public struct ModelError: Error, CustomStringConvertible, Equatable {
    /// The sentence, without a full stop.
    public let description: String

    /// States what is wrong.
    ///
    /// - Parameters:
    ///   - file: The file or folder at fault.
    ///   - problem: What is wrong with it, and what was expected.
    public init(_ file: String, _ problem: String) {
        description = "\(file): \(problem)"
    }
}
