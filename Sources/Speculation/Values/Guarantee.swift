/// What a verifier promises about the tokens it emits.
public enum Guarantee: String, Sendable, Hashable, Codable {
    /// They follow exactly the target's distribution under the strategy's sampling rule, at any temperature.
    case exact

    /// They equal plain greedy decoding; at other temperatures nothing is promised, and the strategy is refused.
    case exactAtTemperatureZero = "exact at temperature 0"

    /// They may differ from what the target alone would produce.
    case lossy
}
