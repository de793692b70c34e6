public import Speculation

/// How an answer's tokens are drawn, and where it ends: what requests of one kind have in common.
public struct DecodingRules: Sendable, Equatable {
    /// What is done to the target's logits first.
    public var logits: LogitRule

    /// How tokens are drawn from what that leaves.
    public var sampling: SamplingRule

    /// Where the answer ends.
    public var limits: DecodingLimits

    /// Gathers rules.
    ///
    /// - Parameters:
    ///   - logits: What is done to the target's logits first; nothing unless given.
    ///   - sampling: How tokens are drawn; greedily unless given.
    ///   - limits: Where the answer ends.
    public init(logits: LogitRule = LogitRule(), sampling: SamplingRule = SamplingRule(), limits: DecodingLimits) {
        self.logits = logits
        self.sampling = sampling
        self.limits = limits
    }

    /// The rules in the form that tells apart what they do: at temperature 0 truncation does nothing.
    public var effective: DecodingRules {
        var rules = self
        if sampling.isGreedy { rules.sampling = SamplingRule() }
        if logits.isNeutral { rules.logits = LogitRule() }
        return rules
    }
}
