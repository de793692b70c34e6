import Decoding
import Speculation

extension StrategyReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, guarantee, sampling, seed, resolved, baseline
        case prompts, identical, speedup, finish, seconds, answers, categories
        case tauInterval = "tau_ci95"
        case tauMacro = "tau_macro"
        case speedupInterval = "speedup_ci95"
        case differenceSeen = "difference_seen"
        case acceptanceByDepth = "acceptance_by_depth"
        case greedyPath = "greedy_path"
    }

    private enum SamplingKeys: String, CodingKey {
        case temperature
        case topP = "top_p"
        case topK = "top_k"
        case minP = "min_p"
    }

    private enum FinishKeys: String, CodingKey {
        case stopToken = "stop_token"
        case maximumNewTokens = "maximum_new_tokens"
        case contextLimit = "context_limit"
        case stopString = "stop_string"
    }

    private enum AcceptanceKeys: String, CodingKey {
        case conditional, joint
    }

    /// Writes every key of the contract, with null for a figure that does not exist.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(guarantee, forKey: .guarantee)
        try container.encode(seed, forKey: .seed)
        try container.encode(resolved, forKey: .resolved)
        try container.encode(baseline, forKey: .baseline)
        try PartFigures(counts).encode(to: encoder)
        try encodeEnds(into: &container)
        try container.encode(tauInterval, forKey: .tauInterval)
        try container.encode(tauMacro, forKey: .tauMacro)
        try container.encode(speedup, forKey: .speedup)
        try container.encode(speedupInterval, forKey: .speedupInterval)
        try container.encode(differenceSeen, forKey: .differenceSeen)
        try container.encode(identical, forKey: .identical)
        try container.encode(prompts, forKey: .prompts)
        try container.encode(answers, forKey: .answers)
        try container.encode(categories, forKey: .categories)
        try container.encode(counts.greedyPath, forKey: .greedyPath)

        var rule = container.nestedContainer(keyedBy: SamplingKeys.self, forKey: .sampling)
        try rule.encode(sampling.temperature, forKey: .temperature)
        try rule.encode(sampling.topP, forKey: .topP)
        try rule.encode(sampling.topK, forKey: .topK)
        try rule.encode(sampling.minP, forKey: .minP)
        var acceptance = container.nestedContainer(keyedBy: AcceptanceKeys.self, forKey: .acceptanceByDepth)
        try acceptance.encode(counts.conditionalAcceptance, forKey: .conditional)
        try acceptance.encode(counts.jointAcceptance, forKey: .joint)
    }

    private func encodeEnds(into container: inout KeyedEncodingContainer<CodingKeys>) throws {
        try container.encode(counts.seconds, forKey: .seconds)
        var finish = container.nestedContainer(keyedBy: FinishKeys.self, forKey: .finish)
        try finish.encode(counts.finishes[.stopToken] ?? 0, forKey: .stopToken)
        try finish.encode(counts.finishes[.stopString] ?? 0, forKey: .stopString)
        try finish.encode(counts.finishes[.maximumNewTokens] ?? 0, forKey: .maximumNewTokens)
        try finish.encode(counts.finishes[.contextLimit] ?? 0, forKey: .contextLimit)
    }
}
