/// Why something that a strategy or a caller names cannot be found, opened or used: one sentence.
public struct RuntimeError: Error, Sendable, CustomStringConvertible {
    /// The sentence, which names the file, folder or option, without a full stop.
    public let description: String

    /// Whether a path or a name leads nowhere.
    let isMissingPlace: Bool

    init(_ description: String, isMissingPlace: Bool = false) {
        self.description = description
        self.isMissingPlace = isMissingPlace
    }
}
