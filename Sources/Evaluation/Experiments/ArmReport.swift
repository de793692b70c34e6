/// An arm of an experiment at one tree, its seeds pooled: each prompt counts with what all seeds' heads did on it.
public struct ArmReport: Sendable {
    /// The arm's name.
    public let name: String

    /// The tree's name.
    public let tree: String

    /// Its heads, one for each seed; the untrained head's only one has no seed.
    public let heads: [HeadReport]

    /// The counts of all heads together, prompt by prompt.
    public let pooled: StrategyTally

    /// The bootstrap interval of the pooled tau over prompts; nil for fewer than two.
    public let tauInterval: ConfidenceInterval?

    /// Tokens per second of all heads together over plain decoding's.
    public let speedup: Double?

    /// The bootstrap interval of ``speedup``.
    public let speedupInterval: ConfidenceInterval?

    init(_ heads: [HeadReport], over plain: StrategyTally, by bootstrap: PairedBootstrap) {
        precondition(!heads.isEmpty, "an arm without a head")
        self.heads = heads
        name = heads[0].contestant.arm
        tree = heads[0].contestant.tree
        pooled = StrategyTally(pooling: heads.map(\.tally))
        tauInterval = pooled.tauInterval(by: bootstrap)
        speedup = pooled.speedup(over: plain)
        speedupInterval = pooled.speedupInterval(over: plain, by: bootstrap)
    }

    /// The seeds of its heads.
    public var seeds: [UInt64] { heads.compactMap(\.contestant.seed) }

    /// The counts of the heads of some seeds together, prompt by prompt; none where the arm has none of them.
    func pooled(over seeds: Set<UInt64>) -> StrategyTally {
        StrategyTally(pooling: heads.filter { $0.contestant.seed.map(seeds.contains) ?? false }.map(\.tally))
    }

    /// Each head's own tau, in the order of ``heads``; nil without rounds.
    public var tauBySeed: [Double?] { heads.map(\.tally.total.tau) }

    /// The sample standard deviation of the heads' taus; nil for fewer than two.
    ///
    /// The intervals resample prompts, not trainings: this is what another seed changes.
    public var tauDeviation: Double? {
        let values = tauBySeed.compactMap { $0 }
        guard values.count > 1 else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }
}

extension ArmReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, tree, seeds, tau, speedup
        case tauInterval = "tau_ci95"
        case tauBySeed = "tau_by_seed"
        case tauDeviation = "tau_deviation"
        case speedupInterval = "speedup_ci95"
    }

    /// Writes every key of the contract, with null for a figure that does not exist.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(tree, forKey: .tree)
        try container.encode(seeds, forKey: .seeds)
        try container.encode(pooled.total.tau, forKey: .tau)
        try container.encode(tauInterval, forKey: .tauInterval)
        try container.encode(tauBySeed, forKey: .tauBySeed)
        try container.encode(tauDeviation, forKey: .tauDeviation)
        try container.encode(speedup, forKey: .speedup)
        try container.encode(speedupInterval, forKey: .speedupInterval)
    }
}
