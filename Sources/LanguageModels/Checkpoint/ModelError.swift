internal import Files

/// Something wrong with a model's files, in one sentence that names the file and the cause.
public struct ModelError: Error, CustomStringConvertible, Equatable {
    private let sentence: String

    /// The sentence, without a full stop.
    public var description: String { SpelledText.sentence(sentence) }

    /// The same with advice behind it.
    ///
    /// - Parameter advice: What can be done, without a full stop.
    /// - Returns: One sentence.
    func adding(_ advice: String) -> ModelError { ModelError(stating: "\(sentence); \(advice)") }

    private init(stating sentence: String) { self.sentence = sentence }

    /// States what is wrong.
    ///
    /// - Parameters:
    ///   - file: The file or folder at fault.
    ///   - problem: What is wrong with it, and what was expected.
    public init(_ file: String, _ problem: String) {
        sentence = "\(file): \(problem)"
    }
}
