/// What a comparison measured, as counts; ``ComparisonReport`` derives what is shown.
public struct ComparisonResult: Sendable {
    /// The workload's name.
    public let workload: String

    /// The largest number of new tokens of an answer.
    public let maximumNewTokens: Int

    /// How many prompts were to be measured.
    public let requestedPrompts: Int

    /// How many prompts each strategy decoded together.
    public let concurrency: Int

    /// The strategies: baselines that were added, then those given, in their order.
    public internal(set) var contestants: [ContestantResult]

    /// The ids of the prompts that every strategy completed.
    public internal(set) var prompts: [String] = []

    /// Greedy answers that are not plain decoding's, at most one for each prompt and strategy.
    public internal(set) var differences: [OutputDifference] = []

    /// Turns that did not fit the context; all of a prompt's where the first did not.
    public internal(set) var skippedTurns: [SkippedTurns] = []

    /// Whether the run was cancelled before its last prompt was complete.
    public var isIncomplete: Bool { prompts.count + leftOutPrompts < requestedPrompts }

    /// How many prompts did not fit the context at all.
    public var leftOutPrompts: Int { skippedTurns.count { $0.firstTurn == 1 } }

    /// States a result; a run starts with one that is empty.
    package init(
        workload: String, maximumNewTokens: Int, requestedPrompts: Int, concurrency: Int = 1,
        contestants: [ContestantResult],
        prompts: [String] = [], differences: [OutputDifference] = [], skippedTurns: [SkippedTurns] = []
    ) {
        self.workload = workload
        self.maximumNewTokens = maximumNewTokens
        self.requestedPrompts = requestedPrompts
        self.concurrency = concurrency
        self.contestants = contestants
        self.prompts = prompts
        self.differences = differences
        self.skippedTurns = skippedTurns
    }
}
