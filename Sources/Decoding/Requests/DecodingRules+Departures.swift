import Speculation

extension DecodingRules {
    /// Whatever makes answers other than plain drawing at some temperature would, by the names of strategy files.
    ///
    /// Tells rules apart where their names are written: in a comparison's baselines, in the settings of a regeneration.
    public var departures: [String: String] {
        var departures: [String: String] = [:]
        func note(_ name: String, _ number: Double, unless plain: Double) {
            if number != plain { departures[name] = OptionReader.written(number) }
        }
        if !sampling.isGreedy {
            note("top_k", Double(sampling.topK), unless: 0)
            note("top_p", sampling.topP, unless: 1)
            note("min_p", sampling.minP, unless: 0)
        }
        note("repetition_penalty", logits.repetitionPenalty, unless: 1)
        note("frequency_penalty", logits.frequencyPenalty, unless: 0)
        note("presence_penalty", logits.presencePenalty, unless: 0)
        if !logits.bias.isEmpty {
            departures["logit_bias"] = logits.bias.sorted { $0.key < $1.key }
                .map { "\($0.key): \(OptionReader.written($0.value))" }.joined(separator: ", ")
        }
        if let strings = limits.stopStrings?.strings, !strings.isEmpty { departures["stop"] = "\(strings)" }
        note("min_new_tokens", Double(limits.minimumNewTokens), unless: 0)
        return departures
    }
}
