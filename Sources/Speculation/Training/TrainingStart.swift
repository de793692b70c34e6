/// What a head's parameters are before the first update.
public enum TrainingStart: Sendable, Hashable {
    /// Those of the strategy's own head.
    case head

    /// Random; the sizes are those of the strategy's own head.
    case random

    /// What the head can take over from the target, the rest random; the sizes are those of the strategy's own head.
    case target

    /// Those of another stored head, by the name or folder that a strategy file would use.
    case stored(String)

    /// The words of an option that name no place.
    static let words = ["head", "random", "target"]

    /// Reads the word of an option.
    init(_ word: String) {
        switch word {
        case "head": self = .head
        case "random": self = .random
        case "target": self = .target
        default: self = .stored(word)
        }
    }
}
