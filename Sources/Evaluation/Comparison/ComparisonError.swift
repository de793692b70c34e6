import Decoding
import Speculation

/// Why a comparison cannot run, or had to stop.
public enum ComparisonError: Error, CustomStringConvertible {
    /// There is nothing to compare.
    case noStrategies

    /// There is nothing to decode.
    case noPrompts(workload: String)

    /// Two strategies have the same name.
    case duplicateName(String)

    /// Every first turn fills the target's context, or more, and this is the first; found before anything is measured.
    case promptTooLong(id: String, tokens: Int, limit: Int)

    /// A prompt could not be turned into tokens.
    case encoding(id: String, turn: Int, cause: any Error)

    /// A strategy failed on a prompt.
    case decoding(id: String, strategy: String, cause: any Error)

    /// One sentence.
    public var description: String {
        switch self {
        case .noStrategies: "there is no strategy to compare"
        case .noPrompts(let workload): "\(workload) holds no prompt"
        case .duplicateName(let name): "two strategies are named '\(name)': results are listed by name"
        case .promptTooLong(let id, let tokens, let limit):
            "prompt \(id) has \(tokens.counting("token")), and the target's context holds \(limit) with the answer"
        case .encoding(let id, let turn, let cause): "prompt \(id), turn \(turn) has no tokens: \(cause)"
        case .decoding(let id, let strategy, let cause): "strategy \(strategy) failed on prompt \(id): \(cause)"
        }
    }
}
