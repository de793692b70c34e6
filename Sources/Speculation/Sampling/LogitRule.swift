/// What is done to the target's logits before tokens are drawn from them: bias and penalties.
///
/// Applied to a row in this order, as transformers and vLLM do, in single precision:
/// 1. ``bias`` is added to the logits of its tokens;
/// 2. ``repetitionPenalty`` divides the logits above 0, and multiplies the others, of tokens that occur in the prompt or
///    in the answer so far;
/// 3. ``frequencyPenalty`` times the number of occurrences in the answer is subtracted, and
/// 4. ``presencePenalty`` once, of tokens that occur in the answer; these two do not look at the prompt.
///
/// In a tree "so far" ends with the node's own path: what a row becomes depends on its ``TokenHistory``.
public struct LogitRule: Sendable, Hashable {
    /// Makes tokens of prompt and answer less probable; 1 changes nothing, below 1 favours them.
    public var repetitionPenalty: Double

    /// Subtracted from the logits of the answer's tokens; 0 changes nothing, below 0 favours them.
    public var presencePenalty: Double

    /// Subtracted from a token's logit for each of its occurrences in the answer; 0 changes nothing.
    public var frequencyPenalty: Double

    /// Added to the logits of single tokens.
    public var bias: [Token: Double]

    /// Describes a rule; without arguments it changes nothing.
    ///
    /// - Parameters:
    ///   - repetitionPenalty: Above 0; 1 changes nothing.
    ///   - presencePenalty: 0 changes nothing.
    ///   - frequencyPenalty: 0 changes nothing.
    ///   - bias: Finite numbers by token of the vocabulary.
    public init(
        repetitionPenalty: Double = 1, presencePenalty: Double = 0, frequencyPenalty: Double = 0,
        bias: [Token: Double] = [:]
    ) {
        self.repetitionPenalty = repetitionPenalty
        self.presencePenalty = presencePenalty
        self.frequencyPenalty = frequencyPenalty
        self.bias = bias
    }

    /// Whether it changes no logit.
    public var isNeutral: Bool { !penalizes && bias.allSatisfy { $0.value == 0 } }

    /// Whether it depends on what was written.
    private var penalizes: Bool { repetitionPenalty != 1 || presencePenalty != 0 || frequencyPenalty != 0 }

    /// Changes one of several rows.
    ///
    /// - Parameters:
    ///   - logits: Row-major `[rows, vocabularySize]`.
    ///   - start: Where the row starts.
    ///   - history: What was written before the token that the row is about.
    public func apply(to logits: inout [Float], from start: Int, after history: TokenHistory) {
        for (token, bias) in bias { logits[start + token] += Float(bias) }
        guard penalizes else { return }
        let repetition = Float(repetitionPenalty)
        for token in history.distinctTokens {
            var logit = logits[start + token]
            logit = logit < 0 ? logit * repetition : logit / repetition
            let count = history.count(of: token)
            if count > 0 { logit = logit - Float(frequencyPenalty) * Float(count) - Float(presencePenalty) }
            logits[start + token] = logit
        }
    }
}
