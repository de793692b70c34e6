public import Decoding
public import Speculation

/// How far one engine's rounds reach on given prompts: acceptance length with an interval, no timing.
public struct HeldOutTally: Sendable {
    /// One tally for each prompt, in their order.
    public let tallies: [GenerationTally]

    /// Decodes prompts; nil if cancelled.
    ///
    /// - Parameters:
    ///   - prompts: Tokens, ready for an answer.
    ///   - engine: The strategy.
    ///   - rules: How tokens are drawn and where answers end.
    ///   - seed: Where the randomness starts; each prompt has a stream of its own.
    ///   - isCancelled: Called between rounds.
    /// - Throws: Whatever decoding throws.
    public init?(
        of prompts: [[Token]], with engine: DecodingEngine, rules: DecodingRules, seed: UInt64,
        isCancelled: () -> Bool = { false }
    ) throws {
        var tallies: [GenerationTally] = []
        for (index, prompt) in prompts.enumerated() {
            let record = try GenerationRecord.decoding(
                DecodingRequest(
                    prompt: prompt, rules: rules, random: SeededRandom(seed: seed, stream: UInt64(index))),
                with: engine, isCancelled: isCancelled)
            guard let record else { return nil }
            tallies.append(GenerationTally(counting: record))
        }
        self.tallies = tallies
    }

    /// Emitted tokens for each target pass over all rounds; nil without a round.
    public var tau: Double? { Self.tau(of: tallies) }

    /// The 95 % interval of ``tau`` over prompts, by bootstrap; nil with fewer than two prompts.
    public var interval: ConfidenceInterval? {
        PairedBootstrap().interval(count: tallies.count) { chosen in Self.tau(of: chosen.map { tallies[$0] }) }
    }

    /// The acceptance length of several tallies together.
    public static func tau(of tallies: [GenerationTally]) -> Double? {
        let rounds = tallies.reduce(0) { $0 + $1.rounds }
        return rounds > 0 ? Double(tallies.reduce(0) { $0 + $1.emitted }) / Double(rounds) : nil
    }
}
