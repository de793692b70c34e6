/// Why training cannot go on, in one sentence.
public enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A network gave NaN or infinity.
    case notFinite(String)

    /// The loss or its gradient is no ordinary number any more, or the gradient has exploded.
    case diverged(step: Int, what: String)

    /// No held-out answer was long enough for a round of decoding.
    case nothingDecoded

    /// The system refuses the memory that the linear algebra library works in.
    case noBuffers(mebibytes: Int)

    /// The sentence, without a full stop.
    public var description: String {
        switch self {
        case .notFinite(let what): "\(what) are not finite"
        case .nothingDecoded: "no held-out answer lasts for a round of decoding: use other prompts, or more tokens"
        case .noBuffers(let mebibytes):
            "training needs \(mebibytes) MiB more of address space, most of it for the linear algebra library, and the "
                + "system refuses them: raise the limit (ulimit -v), or use fewer threads"
        case .diverged(let step, let what): "training diverged at step \(step): \(what)"
        }
    }
}
