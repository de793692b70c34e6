/// A head of an experiment at one tree: its counts and the rates derived from them.
public struct HeadReport: Sendable {
    /// What was measured.
    public let contestant: ExperimentContestant

    /// Its counts on every prompt.
    public let tally: StrategyTally

    /// The bootstrap interval of tau; nil for fewer than two prompts.
    public let tauInterval: ConfidenceInterval?

    /// Tokens per second over plain decoding's.
    public let speedup: Double?

    /// The bootstrap interval of ``speedup``.
    public let speedupInterval: ConfidenceInterval?

    init(
        _ contestant: ExperimentContestant, _ tally: StrategyTally, over plain: StrategyTally,
        by bootstrap: PairedBootstrap
    ) {
        self.contestant = contestant
        self.tally = tally
        tauInterval = tally.tauInterval(by: bootstrap)
        speedup = tally.speedup(over: plain)
        speedupInterval = tally.speedupInterval(over: plain, by: bootstrap)
    }
}

extension HeadReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, seed, tree, steps, seconds, flops, head, tau, speedup, rounds, emitted, prompts
        case tauInterval = "tau_ci95"
        case speedupInterval = "speedup_ci95"
    }

    /// Writes every key of the contract, with null for a figure that does not exist.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(contestant.arm, forKey: .name)
        try container.encode(contestant.seed, forKey: .seed)
        try container.encode(contestant.tree, forKey: .tree)
        try container.encode(contestant.cost.steps, forKey: .steps)
        try container.encode(contestant.cost.seconds, forKey: .seconds)
        try container.encode(contestant.cost.flops, forKey: .flops)
        try container.encode(contestant.head, forKey: .head)
        try container.encode(tally.total.tau, forKey: .tau)
        try container.encode(tauInterval, forKey: .tauInterval)
        try container.encode(speedup, forKey: .speedup)
        try container.encode(speedupInterval, forKey: .speedupInterval)
        try container.encode(tally.total.rounds, forKey: .rounds)
        try container.encode(tally.total.emitted, forKey: .emitted)
        try container.encode(tally.prompts.count, forKey: .prompts)
    }
}
