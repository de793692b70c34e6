extension OutputDifference {
    /// Where the answers part, and the logits of both tokens in both scorings.
    var sentence: String {
        var text = "DIFFERENT: \(strategy), prompt \(prompt), turn \(turn), new token \(position): "
        text += "\(Self.describe(strategyToken, strategyText)) where plain decoding has "
        text += "\(Self.describe(plainToken, plainText)). "
        text += "Logits, plain scoring: \(pair(plainLogits))"
        if let strategyLogits { text += "; tree scoring: \(pair(strategyLogits))" }
        let best = highest.map { "\($0.token) (\($0.logit))" }.joined(separator: ", ")
        return text + "; highest, plain scoring: \(best)."
    }

    private static func describe(_ token: Int?, _ text: String?) -> String {
        guard let token else { return "the end" }
        return "\(token) \((text ?? "").debugDescription)"
    }

    private func pair(_ logits: PairLogits) -> String {
        let parts = [(strategyToken, logits.strategyToken), (plainToken, logits.plainToken)]
        return parts.compactMap { token, logit in
            token.map { "\($0): \(logit.map { "\($0)" } ?? "unknown")" }
        }.joined(separator: ", ")
    }
}
