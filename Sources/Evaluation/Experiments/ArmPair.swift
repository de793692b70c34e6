/// Two arms at the same tree, compared prompt by prompt over the seeds that both have.
///
/// A training that could not go on leaves its arm without a seed: the other arm's head of that seed then has nothing to be
/// paired with. The untrained start, which has no seed, is compared with all of them.
public struct ArmPair: Sendable, Equatable {
    /// The arm that is compared: the later one in the file.
    public let a: String

    /// The arm that it is compared with.
    public let b: String

    /// The tree's name.
    public let tree: String

    /// The pooled tau of ``a`` less that of ``b``; nil without rounds, or without a seed in common.
    public let tauDifference: Double?

    /// The paired bootstrap interval of ``tauDifference`` over prompts; nil for fewer than two.
    public let interval: ConfidenceInterval?

    init(_ a: ArmReport, with b: ArmReport, by bootstrap: PairedBootstrap) {
        self.a = a.name
        self.b = b.name
        tree = a.tree
        let common = Set(a.seeds).intersection(b.seeds)
        let hasStart = a.seeds.isEmpty || b.seeds.isEmpty
        let left = hasStart ? a.pooled : a.pooled(over: common)
        let right = hasStart ? b.pooled : b.pooled(over: common)
        tauDifference = left.tauDifference(from: right)
        interval = tauDifference.flatMap { _ in left.tauDifferenceInterval(from: right, by: bootstrap) }
    }

    /// Whether the interval leaves out 0; nil where there is none.
    public var differenceSeen: Bool? { interval.map { !$0.contains(0) } }

    /// What the interval says, in words.
    public var verdict: String {
        guard let interval else { return "—" }
        if interval.contains(0) { return "no difference seen" }
        return interval.low > 0 ? "longer" : "shorter"
    }
}

extension ArmPair: Encodable {
    private enum CodingKeys: String, CodingKey {
        case a, b, tree
        case tauDifference = "tau_difference"
        case interval = "ci95"
        case differenceSeen = "difference_seen"
    }

    /// Writes every key of the contract, with null for a figure that does not exist.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(a, forKey: .a)
        try container.encode(b, forKey: .b)
        try container.encode(tree, forKey: .tree)
        try container.encode(tauDifference, forKey: .tauDifference)
        try container.encode(interval, forKey: .interval)
        try container.encode(differenceSeen, forKey: .differenceSeen)
    }
}
