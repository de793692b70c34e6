/// Why something that a strategy or a caller names cannot be found, opened or used: one sentence.
public struct RuntimeError: Error, Sendable, CustomStringConvertible {
    /// The sentence, which names the file, folder or option, without a full stop.
    public let description: String

    init(_ description: String) { self.description = description }
}
