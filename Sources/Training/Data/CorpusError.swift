import Speculation

/// Why conversations do not make a corpus.
public enum CorpusError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nothing is left to learn from.
    case empty(file: String, summary: CorpusSummary, maximumLength: Int)

    /// No conversation can be used, and this is why the first cannot.
    case encoding(file: String, line: Int?, cause: String)

    /// A length limit that the target does not allow.
    case maximumLength(Int, contextLimit: Int)

    /// A split that would leave one side without a sequence.
    case split(heldOut: Int, of: Int)

    /// A number of held-out sequences, or a share, that makes no sense.
    case heldOut(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .empty(let file, let summary, let maximumLength):
            "\(file): nothing is left to train on: of \(summary.read.counting("conversation")) \(summary.droppedTooLong) have more "
                + "than \(maximumLength.counting("token")) and \(summary.withoutAnswer) no answer within them"
        case .encoding(let file, let line, let cause): "\(file):\(line.map { "\($0):" } ?? "") \(cause)"
        case .maximumLength(let length, let limit):
            "the maximum length must be in 2...\(limit), the target's context, and \(length) is not"
        case .split(let heldOut, let count):
            "holding out \(heldOut) of \(count.counting("sequence")) leaves one side empty: choose another share, or add data"
        case .heldOut(let given):
            "the held-out part must be a share between 0 and 1 or a count of at least 1, not \(given)"
        }
    }
}
