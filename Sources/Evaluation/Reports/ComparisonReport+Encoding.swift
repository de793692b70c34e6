extension ComparisonReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case strategies, machine, versions, seeds, workload, bootstrap, incomplete, differences, concurrency, variants
        case maximumNewTokens = "max_new_tokens"
        case skippedTurns = "skipped_turns"
    }

    private enum SeedKeys: String, CodingKey {
        case bootstrap, strategies
    }

    /// Writes the contract.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(strategies, forKey: .strategies)
        try container.encode(variants, forKey: .variants)
        try container.encode(machine, forKey: .machine)
        try container.encode(versions, forKey: .versions)
        try container.encode(result.isIncomplete, forKey: .incomplete)
        try container.encode(result.differences, forKey: .differences)
        try container.encode(result.skippedTurns, forKey: .skippedTurns)
        try container.encode(result.maximumNewTokens, forKey: .maximumNewTokens)
        try container.encode(result.concurrency, forKey: .concurrency)
        try container.encode(WorkloadReport(result), forKey: .workload)
        try container.encode(bootstrap, forKey: .bootstrap)

        var seeds = container.nestedContainer(keyedBy: SeedKeys.self, forKey: .seeds)
        try seeds.encode(bootstrap.seed, forKey: .bootstrap)
        let strategySeeds = strategies.map { ($0.name, $0.seed) }
        try seeds.encode(Dictionary(strategySeeds) { first, _ in first }, forKey: .strategies)
    }
}
