/// Two variants of one strategy, such as a head before and after its training, compared prompt by prompt.
public struct VariantPair: Sendable, Equatable {
    /// The variant that is compared.
    public let a: String

    /// The first variant of the same strategy.
    public let b: String

    /// The tau of ``a`` less that of ``b``; nil without rounds.
    public let tauDifference: Double?

    /// The paired bootstrap interval of ``tauDifference`` over prompts; nil for fewer than two.
    public let tauInterval: ConfidenceInterval?

    /// Tokens per second of ``a`` over those of ``b``; nil without time.
    public let speedRatio: Double?

    /// The paired bootstrap interval of ``speedRatio`` over prompts; nil for fewer than two.
    public let speedInterval: ConfidenceInterval?

    /// The pairs of a comparison: each variant of a strategy with the first one.
    ///
    /// - Parameters:
    ///   - contestants: All that were compared.
    ///   - bootstrap: How to find intervals.
    /// - Returns: None where all strategies stand by themselves.
    static func pairs(among contestants: [ContestantResult], by bootstrap: PairedBootstrap) -> [VariantPair] {
        contestants.indices.compactMap { place in
            let variant = contestants[place]
            guard let strategy = variant.variantOf,
                let first = contestants[..<place].first(where: { $0.variantOf == strategy })
            else { return nil }
            return VariantPair(variant, with: first, by: bootstrap)
        }
    }

    private init(_ a: ContestantResult, with b: ContestantResult, by bootstrap: PairedBootstrap) {
        self.a = a.guarantee.label(for: a.name)
        self.b = b.guarantee.label(for: b.name)
        tauDifference = a.tally.tauDifference(from: b.tally)
        tauInterval = a.tally.tauDifferenceInterval(from: b.tally, by: bootstrap)
        speedRatio = a.tally.speedup(over: b.tally)
        speedInterval = a.tally.speedupInterval(over: b.tally, by: bootstrap)
    }
}

extension VariantPair: Encodable {
    private enum CodingKeys: String, CodingKey {
        case a, b
        case tauDifference = "tau_difference"
        case tauInterval = "tau_difference_ci95"
        case speedRatio = "speed_ratio"
        case speedInterval = "speed_ratio_ci95"
    }

    /// Writes every key of the contract, with null for a figure that does not exist.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(a, forKey: .a)
        try container.encode(b, forKey: .b)
        try container.encode(tauDifference, forKey: .tauDifference)
        try container.encode(tauInterval, forKey: .tauInterval)
        try container.encode(speedRatio, forKey: .speedRatio)
        try container.encode(speedInterval, forKey: .speedInterval)
    }
}
