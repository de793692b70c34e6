public import Speculation

/// A strategy's row of a report: its counts and the rates derived from them.
public struct StrategyReport: Sendable {
    /// The strategy's name.
    public let name: String

    /// What its verifier promises.
    public let guarantee: Guarantee

    /// How it drew tokens.
    public let sampling: SamplingRule

    /// What seeded its draws.
    public let seed: UInt64

    /// The strategy as resolved.
    public let resolved: any Encodable & Sendable

    /// The name of the plain decoding that it is measured against; its own for a baseline.
    public let baseline: String

    /// The sums over all prompts.
    public let counts: GenerationTally

    /// How many prompts were measured.
    public let prompts: Int

    /// Prompts whose greedy answers are plain decoding's; nil where they need not be (sampling, lossy).
    public let identical: Int?

    /// The bootstrap interval of tau; nil for fewer than two prompts.
    public let tauInterval: ConfidenceInterval?

    /// The mean over prompts of each prompt's tau.
    public let tauMacro: Double?

    /// Tokens per second over the baseline's.
    public let speedup: Double?

    /// The bootstrap interval of ``speedup``; nil for fewer than two prompts.
    public let speedupInterval: ConfidenceInterval?

    /// Its answers to every prompt.
    public let answers: [PromptAnswers]

    /// What it did on each category of prompts.
    let categories: [CategoryReport]

    /// Derives a row.
    init(_ contestant: ContestantResult, over baseline: ContestantResult, by bootstrap: PairedBootstrap) {
        name = contestant.name
        guarantee = contestant.guarantee
        sampling = contestant.sampling
        seed = contestant.seed
        resolved = contestant.resolved
        self.baseline = baseline.name
        counts = contestant.tally.total
        prompts = contestant.tally.prompts.count
        identical = contestant.identical
        answers = contestant.answers
        categories = CategoryReport.categories(of: contestant.answers, over: baseline.answers)
        tauInterval = contestant.tally.tauInterval(by: bootstrap)
        tauMacro = contestant.tally.tauMacro
        speedup = contestant.tally.speedup(over: baseline.tally)
        speedupInterval = contestant.tally.speedupInterval(over: baseline.tally, by: bootstrap)
    }

    /// Whether this is the plain decoding that others are measured against.
    public var isBaseline: Bool { name == baseline }

    /// Whether the speed-up's interval leaves out 1; nil for a baseline and where there is no interval.
    public var differenceSeen: Bool? {
        isBaseline ? nil : speedupInterval.map { !$0.contains(1) }
    }

    /// The name as every output shows it: a lossy strategy never goes without that word.
    public var label: String {
        guarantee.label(for: name)
    }
}
