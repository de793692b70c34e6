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
        try container.encode(WorkloadReport(result), forKey: .workload)
        try container.encode(bootstrap, forKey: .bootstrap)

        var decoding = container.nestedContainer(keyedBy: PlainKeys.self, forKey: .plain)
        try decoding.encode(plain.total.tau, forKey: .tau)
        try decoding.encode(plain.total.tokensPerSecond, forKey: .tokensPerSecond)
    }
}
