/// Why training cannot go on, in one sentence.
public enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A network gave NaN or infinity.
    case notFinite(String)

    /// The sentence, without a full stop.
    public var description: String {
        switch self {
        case .notFinite(let what): "\(what) are not finite"
        }
    }
}
