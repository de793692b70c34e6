/// How far a long run has come, as a progress bar shows it.
public struct RunProgress: Sendable, Equatable {
    /// Pieces of work that are done.
    public let done: Int

    /// Pieces of work in all.
    public let total: Int

    /// Of those done, how many were done before this run began; they tell nothing about its speed.
    public let doneBefore: Int

    /// The seconds that this run's pieces took; nil where all that has passed since it began went into them.
    public let secondsOfDone: Double?

    /// What is being worked on; nil for nothing in particular.
    public let label: String?

    /// How fast it goes, in ``unit`` per second; nil while that is unknown.
    public let rate: Double?

    /// What the rate counts, in the plural: "tokens".
    public let unit: String

    /// States the progress.
    ///
    /// - Parameters:
    ///   - done: Pieces of work that are done.
    ///   - total: Pieces of work in all.
    ///   - doneBefore: Of those done, how many were done before this run began.
    ///   - secondsOfDone: The seconds that this run's pieces took, where other work came before.
    ///   - label: What is being worked on.
    ///   - rate: How fast it goes, in units per second.
    ///   - unit: What the rate counts, in the plural.
    public init(
        done: Int, total: Int, doneBefore: Int = 0, secondsOfDone: Double? = nil, label: String? = nil,
        rate: Double? = nil, unit: String = "tokens"
    ) {
        self.done = done
        self.total = total
        self.doneBefore = doneBefore
        self.secondsOfDone = secondsOfDone
        self.label = label
        self.rate = rate
        self.unit = unit
    }
}

extension RunProgress {
    /// Shows the progress of a comparison: the strategy at work and its speed.
    public init(_ progress: ComparisonProgress) {
        self.init(
            done: progress.done, total: progress.total, label: progress.strategy, rate: progress.tokensPerSecond)
    }
}
