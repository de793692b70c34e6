/// Why several processes cannot work as one, in one sentence.
public enum RankError: Error, Hashable, Sendable, CustomStringConvertible {
    /// MPI's library is not to be found where a launcher has started several processes.
    case noLibrary(tried: [String])

    /// The library lacks a function or a constant.
    case foreignLibrary(missing: String)

    /// A launcher of another MPI has started the processes.
    case otherLauncher(variable: String)

    /// A call of the library failed.
    case callFailed(function: String, code: Int)

    /// Another rank says what went wrong there.
    case failed(rank: Int, message: String)

    /// A rank was started with something else than the first one.
    case differs(rank: Int, what: String)

    /// A message was not what the others were about to receive.
    case unexpectedMessage(bytes: Int, expected: Int)

    /// The sentence, without a full stop.
    public var description: String {
        switch self {
        case .noLibrary(let tried):
            "several processes were started by MPI's launcher, and its library is not found (tried \(tried.joined(separator: ", "))): "
                + "install Open MPI"
        case .foreignLibrary(let missing): "the MPI library has no '\(missing)': only Open MPI's is known"
        case .otherLauncher(let variable):
            "\(variable) says that a launcher other than Open MPI's has started several processes: use Open MPI's mpirun"
        case .callFailed(let function, let code): "\(function) failed with code \(code)"
        case .failed(let rank, let message): "rank \(rank): \(message)"
        case .differs(let rank, let what):
            "rank \(rank) has another \(what) than rank 0: all ranks must be given the same"
        case .unexpectedMessage(let bytes, let expected):
            "a message between ranks has \(bytes) bytes instead of \(expected): do all ranks run the same program?"
        }
    }
}
