/// A strategy's counts, prompt by prompt: what intervals and macro means need beyond the sums.
public struct StrategyTally: Sendable, Equatable {
    /// The counts of each prompt, all its turns together, in the order measured.
    public private(set) var prompts: [GenerationTally] = []

    /// The sums over all prompts.
    public private(set) var total = GenerationTally()

    /// Counts nothing.
    public init() {}

    /// Counts several tallies of the same prompts as one: a prompt's counts are the sums of all of them.
    ///
    /// - Precondition: All tallies hold the same prompts.
    public init(pooling tallies: [StrategyTally]) {
        precondition(Set(tallies.map(\.prompts.count)).count <= 1, "a pool of other prompts")
        prompts = [GenerationTally](repeating: GenerationTally(), count: tallies.first?.prompts.count ?? 0)
        for tally in tallies {
            for (index, prompt) in tally.prompts.enumerated() { prompts[index] += prompt }
            total += tally.total
        }
    }

    /// Adds a prompt: the answers of all its turns.
    public mutating func append(_ answers: [GenerationRecord]) {
        var prompt = GenerationTally()
        for answer in answers { prompt += GenerationTally(counting: answer) }
        prompts.append(prompt)
        total += prompt
    }

    /// The mean over prompts of each prompt's tau; prompts without rounds have none and are left out.
    public var tauMacro: Double? {
        let values = prompts.compactMap(\.tau)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// How many times the tokens per second of another strategy on the same prompts; nil without time.
    public func speedup(over baseline: StrategyTally) -> Double? {
        guard let own = total.tokensPerSecond, let plain = baseline.total.tokensPerSecond, plain > 0 else { return nil }
        return own / plain
    }

    /// The bootstrap interval of tau, a ratio of sums over prompts.
    public func tauInterval(by bootstrap: PairedBootstrap) -> ConfidenceInterval? {
        bootstrap.interval(count: prompts.count) { tau(of: $0) }
    }

    /// How much longer this strategy's tau is than another's on the same prompts; nil without rounds.
    public func tauDifference(from other: StrategyTally) -> Double? {
        guard let own = total.tau, let theirs = other.total.tau else { return nil }
        return own - theirs
    }

    /// The bootstrap interval of ``tauDifference(from:)``; a resampled prompt counts on both sides.
    ///
    /// - Precondition: Both tallies hold the same prompts.
    public func tauDifferenceInterval(
        from other: StrategyTally, by bootstrap: PairedBootstrap
    ) -> ConfidenceInterval? {
        precondition(prompts.count == other.prompts.count, "a difference on other prompts")
        return bootstrap.interval(count: prompts.count) { chosen in
            guard let own = tau(of: chosen), let theirs = other.tau(of: chosen) else { return nil }
            return own - theirs
        }
    }

    /// The bootstrap interval of ``speedup(over:)``; a resampled prompt counts on both sides.
    ///
    /// - Precondition: Both tallies hold the same prompts.
    public func speedupInterval(over baseline: StrategyTally, by bootstrap: PairedBootstrap) -> ConfidenceInterval? {
        precondition(prompts.count == baseline.prompts.count, "a speed-up over other prompts")
        return bootstrap.interval(count: prompts.count) { chosen in
            guard let own = rate(of: chosen), let plain = baseline.rate(of: chosen), plain > 0 else { return nil }
            return own / plain
        }
    }

    private func tau(of chosen: [Int]) -> Double? {
        let emitted = chosen.reduce(0) { $0 + prompts[$1].emitted }
        let rounds = chosen.reduce(0) { $0 + prompts[$1].rounds }
        return rounds > 0 ? Double(emitted) / Double(rounds) : nil
    }

    private func rate(of chosen: [Int]) -> Double? {
        let tokens = chosen.reduce(0) { $0 + prompts[$1].newTokens }
        let seconds = chosen.reduce(0) { $0 + prompts[$1].wallSeconds }
        return seconds > 0 ? Double(tokens) / seconds : nil
    }
}
