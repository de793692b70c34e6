import Decoding
public import Speculation

/// What was measured of one strategy.
public struct ContestantResult: Sendable {
    /// The strategy's name.
    public let name: String

    /// What it is a variant of; nil for a strategy by itself.
    public let variantOf: String?

    /// What its verifier promises.
    public let guarantee: Guarantee

    /// How it drew tokens.
    public let sampling: SamplingRule

    /// What seeded its draws.
    public let seed: UInt64

    /// The strategy as resolved.
    public let resolved: any Encodable & Sendable

    /// Whether its trees follow what its rounds take on this machine.
    public let followsClock: Bool

    /// Whether it has a draft at all.
    public let drafts: Bool

    /// The place of its plain-decoding baseline among the contestants; its own for a baseline.
    public let baseline: Int

    /// Its counts on every prompt.
    public internal(set) var tally = StrategyTally()

    /// Its answers to every prompt, in the order measured.
    public internal(set) var answers: [PromptAnswers] = []

    /// Prompts whose answers are all plain decoding's; nil where they need not be (sampling, lossy).
    public internal(set) var identical: Int?

    /// Starts without measurements.
    init(_ contestant: Lineup.Contestant, mustMatch: Bool) {
        let entry = contestant.entry
        name = entry.name
        variantOf = entry.variantOf
        guarantee = entry.guarantee
        sampling = entry.rules.sampling
        seed = entry.seed
        resolved = entry.resolved
        followsClock = entry.engine.builder?.traits.followsClock ?? false
        drafts = entry.engine.draft != nil && entry.engine.builder != nil
        baseline = contestant.baseline
        identical = mustMatch ? 0 : nil
    }

    /// States a result that was measured elsewhere.
    package init(
        name: String, variantOf: String? = nil, guarantee: Guarantee, sampling: SamplingRule, baseline: Int,
        tally: StrategyTally, identical: Int?
    ) {
        self.name = name
        self.variantOf = variantOf
        self.guarantee = guarantee
        self.sampling = sampling
        followsClock = false
        drafts = tally.total.draftingRounds > 0
        self.baseline = baseline
        self.tally = tally
        self.identical = identical
        seed = 0
        resolved = ["name": name]
    }
}
