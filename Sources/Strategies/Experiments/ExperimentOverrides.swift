/// What the command line puts in place of an experiment file's own values.
public struct ExperimentOverrides: Sendable, Hashable {
    /// What every arm may spend; nil leaves the file's.
    public var budget: ExperimentBudget?

    /// The seeds; nil leaves the file's.
    public var seeds: [UInt64]?

    /// Gathers what is given; nothing given changes nothing.
    ///
    /// - Parameters:
    ///   - budget: What every arm may spend.
    ///   - seeds: The seeds, distinct and at least one.
    public init(budget: ExperimentBudget? = nil, seeds: [UInt64]? = nil) {
        self.budget = budget
        self.seeds = seeds
    }
}
