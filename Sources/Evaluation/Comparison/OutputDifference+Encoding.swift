extension OutputDifference: Encodable {
    private enum CodingKeys: String, CodingKey {
        case strategy, prompt, turn, position
        case plainToken = "plain_token"
        case strategyToken = "strategy_token"
        case plainText = "plain_text"
        case strategyText = "strategy_text"
        case plainLogits = "plain_logits"
        case strategyLogits = "strategy_logits"
        case highest
    }

    /// Writes every key, with null for what is not there.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(strategy, forKey: .strategy)
        try container.encode(prompt, forKey: .prompt)
        try container.encode(turn, forKey: .turn)
        try container.encode(position, forKey: .position)
        try container.encode(plainToken, forKey: .plainToken)
        try container.encode(strategyToken, forKey: .strategyToken)
        try container.encode(plainText, forKey: .plainText)
        try container.encode(strategyText, forKey: .strategyText)
        try container.encode(plainLogits, forKey: .plainLogits)
        try container.encode(strategyLogits, forKey: .strategyLogits)
        try container.encode(highest, forKey: .highest)
    }
}

extension OutputDifference.PairLogits: Encodable {
    private enum CodingKeys: String, CodingKey {
        case plainToken = "plain_token"
        case strategyToken = "strategy_token"
    }

    /// Writes both keys, with null for a token that is not there.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(plainToken, forKey: .plainToken)
        try container.encode(strategyToken, forKey: .strategyToken)
    }
}
