import Speculation

extension ExperimentReport {
    /// The report for a terminal: what every arm came to, all pairs, then remarks.
    public var text: String {
        guard !result.prompts.isEmpty else {
            return
                "\(name): nothing was measured\n\nIncomplete: stopped after 0 of \(result.requestedPrompts.counting("prompt")).\n"
        }
        let pairs = "\(pairTable.title)\n\(pairTable.text)\(pairTable.legendText)"
        return [heading + "\n", armTable.text + armTable.legendText, pairs, remarks.joined(separator: "\n") + "\n"]
            .joined(separator: "\n")
    }

    private var heading: String {
        let count = result.prompts.count
        return "\(name): \(budget) for each arm and seed; \(result.workload), "
            + "\(count.counting("prompt")), at most \(result.maximumNewTokens.counting("new token")) each turn\n"
            + machine.summary
    }

    /// Whether a table must tell trees apart.
    private var hasTrees: Bool { Set(arms.map(\.tree)).count > 1 }

    package var armTable: TextTable {
        var table = TextTable(
            title: "Arms",
            columns: ["arm"] + (hasTrees ? ["tree"] : [])
                + ["seeds", "steps", "seconds", "FLOPs", "tau [95 %]", "of each seed", "speed-up [95 %]"],
            left: hasTrees ? [0, 1] : [0],
            legend: [
                "steps, seconds, FLOPs: what training a seed's head took, held-out measurements not counted; means over seeds.",
                "tau: tokens that rounds emitted by passes of the target, by the heads at the end of training; seeds pooled.",
                "of each seed: the smallest and the largest tau of one seed.",
                "speed-up: tokens/s over plain decoding's by this engine, same prompts; reading prompts counts in the seconds.",
            ])
        for arm in arms {
            let costs = arm.heads.map(\.contestant.cost)
            let speedup = arm.speedup.map { $0.formatted(decimals: 2) + "×" } ?? "—"
            table.append(
                [arm.name] + (hasTrees ? [arm.tree] : []) + [
                    "\(arm.seeds.count)", mean(of: costs.map { Double($0.steps) }, decimals: 0),
                    mean(of: costs.map(\.seconds), decimals: 0), Self.scientific(costs.map(\.flops).mean),
                    Self.cell(arm.pooled.total.tau.formatted(decimals: 3), arm.tauInterval, decimals: 2),
                    Self.range(of: arm.tauBySeed), Self.cell(speedup, arm.speedupInterval, decimals: 2),
                ])
        }
        return table
    }

    package var pairTable: TextTable {
        var table = TextTable(
            title: "Pairs: tau of the first less tau of the second, on the same prompts",
            columns: ["arm", "compared with"] + (hasTrees ? ["tree"] : []) + ["tau difference [95 %]", ""],
            left: hasTrees ? [0, 1, 2, 4] : [0, 1, 3],
            legend: ["longer, shorter: the interval leaves out 0."])
        for pair in pairs {
            let difference = pair.tauDifference.signed(decimals: 3)
            table.append(
                [pair.a, pair.b] + (hasTrees ? [pair.tree] : [])
                    + [Self.cell(difference, pair.interval, decimals: 3), pair.verdict])
        }
        return table
    }

    /// What a reader of the tables must know, one sentence or two each.
    private var remarks: [String] {
        var remarks: [String] = []
        if result.isIncomplete {
            remarks.append(
                "Incomplete: stopped after \(result.prompts.count) of \(result.requestedPrompts.counting("prompt")).")
        }
        remarks += failures.map { "Not in the figures: \($0)." }
        if result.prompts.count > 1 {
            remarks.append(
                "Intervals: paired bootstrap (\(bootstrap.method)), seeds pooled, \(bootstrap.resamples) resamples, "
                    + "\(result.prompts.count.counting("prompt")); what another seed changes is not in them but in the column 'of each "
                    + "seed'.")
        } else {
            remarks.append("No intervals: they need at least two prompts.")
        }
        return remarks + result.skippedTurns.map(\.sentence) + result.differenceSentences
    }

    private func mean(of values: [Double], decimals: Int) -> String { values.mean.formatted(decimals: decimals) }

    private static func cell(_ value: String, _ interval: ConfidenceInterval?, decimals: Int) -> String {
        guard let interval else { return value }
        return
            "\(value) [\(interval.low.formatted(decimals: decimals)), \(interval.high.formatted(decimals: decimals))]"
    }

    /// The smallest and the largest of several figures; a dash where there is but one.
    private static func range(of values: [Double?]) -> String {
        let values = values.compactMap { $0 }
        guard values.count > 1, let low = values.min(), let high = values.max() else { return "—" }
        return "\(low.formatted(decimals: 3))…\(high.formatted(decimals: 3))"
    }

    /// A count with two digits and a power of ten: "2.0e13".
    private static func scientific(_ count: Double) -> String {
        guard count > 0 else { return "0" }
        var (digits, power) = (count, 0)
        while digits >= 9.95 {
            digits /= 10
            power += 1
        }
        return "\(digits.formatted(decimals: 1))e\(power)"
    }
}

extension [Double] {
    /// The arithmetic mean; 0 without values.
    fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
