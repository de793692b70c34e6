extension ExperimentReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, arms, pooled, pairs, failures, plain, resolved, machine, versions, workload, bootstrap, incomplete,
            differences
        case maximumNewTokens = "max_new_tokens"
        case skippedTurns = "skipped_turns"
    }

    private enum PlainKeys: String, CodingKey {
        case tau
        case tokensPerSecond = "tokens_per_second"
    }

    private enum WorkloadKeys: String, CodingKey {
        case name, prompts, requested
    }

    private enum BootstrapKeys: String, CodingKey {
        case resamples, confidence, seed
    }

    /// Writes the contract.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(heads, forKey: .arms)
        try container.encode(arms, forKey: .pooled)
        try container.encode(pairs, forKey: .pairs)
        try container.encode(failures, forKey: .failures)
        try container.encode(resolved, forKey: .resolved)
        try container.encode(machine, forKey: .machine)
        try container.encode(versions, forKey: .versions)
        try container.encode(result.isIncomplete, forKey: .incomplete)
        try container.encode(result.differences, forKey: .differences)
        try container.encode(result.skippedTurns, forKey: .skippedTurns)
        try container.encode(result.maximumNewTokens, forKey: .maximumNewTokens)

        var decoding = container.nestedContainer(keyedBy: PlainKeys.self, forKey: .plain)
        try decoding.encode(plain.total.tau, forKey: .tau)
        try decoding.encode(plain.total.tokensPerSecond, forKey: .tokensPerSecond)
        var workload = container.nestedContainer(keyedBy: WorkloadKeys.self, forKey: .workload)
        try workload.encode(result.workload, forKey: .name)
        try workload.encode(result.prompts, forKey: .prompts)
        try workload.encode(result.requestedPrompts, forKey: .requested)
        var intervals = container.nestedContainer(keyedBy: BootstrapKeys.self, forKey: .bootstrap)
        try intervals.encode(bootstrap.resamples, forKey: .resamples)
        try intervals.encode(bootstrap.confidence, forKey: .confidence)
        try intervals.encode(bootstrap.seed, forKey: .seed)
    }
}
