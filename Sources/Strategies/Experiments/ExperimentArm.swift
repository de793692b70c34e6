/// One way of training that an experiment compares: an objective with options, trained once for each seed.
public struct ExperimentArm: Sendable {
    /// Its name in tables: as written, or the objective and the options that are written.
    public let name: String

    /// One training for each seed of the experiment, in their order.
    public let runs: [ExperimentRun]

    /// The name of an arm as part of a file's name; distinct within an experiment.
    public var fileName: String { Self.fileName(name) }

    static func fileName(_ name: String) -> String {
        name.split(separator: " ").joined(separator: "_")
    }
}

/// One training of an experiment.
public struct ExperimentRun: Sendable {
    /// Where its randomness starts.
    public let seed: UInt64

    /// The strategy to train: the arm's objective and tree, the experiment's budget, this seed.
    public let strategy: Strategy
}
