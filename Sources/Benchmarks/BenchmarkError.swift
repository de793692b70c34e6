/// Why a benchmark was not run or not finished, in one sentence.
public enum BenchmarkError: Error, CustomStringConvertible, Equatable {
    /// The user stopped it.
    case interrupted

    /// What was asked for cannot be measured; the sentence says why, without a full stop.
    case refused(String)

    /// The sentence, without a full stop.
    public var description: String {
        switch self {
        case .interrupted: "the benchmark was interrupted"
        case .refused(let reason): reason
        }
    }
}
