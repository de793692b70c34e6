import Decoding
import Speculation

extension ComparisonReport {
    /// The depths that the acceptance table shows, so that it fits a terminal; the JSON has all.
    private static let shownDepths = 12

    /// The report's tables: what every strategy gains, then where drafts are accepted, for strategies that draft.
    package var tables: [TextTable] {
        let drafting = strategies.contains { $0.counts.draftingRounds > 0 }
        return [mainTable] + (variants.isEmpty ? [] : [variantTable])
            + (drafting ? [acceptanceTable, greedyPathTable] : [])
    }

    private var mainTable: TextTable {
        var table = TextTable(
            title: "Strategies",
            columns: [
                "strategy", "tau [95 %]", "speed-up [95 %]", "tokens/s", "draft", "target", "other", "identical",
            ],
            legend: [
                "tau: tokens that rounds emitted by passes of the target; reading prompts counts on neither side.",
                "speed-up: the strategy's tokens/s over those of plain decoding by this engine, same prompts.",
                "tokens/s: all new tokens by all wall-clock seconds of their answers, reading prompts included.",
                "draft, target, other: shares of these seconds; other is growing and pruning trees, verifying and the rest.",
                "identical: prompts whose answers are plain decoding's, token by token; — where they need not be.",
            ])
        for strategy in strategies {
            let seconds = strategy.counts.seconds
            let rest = seconds.tree + seconds.verify + seconds.other
            let speedup = strategy.speedup.map { $0.formatted(decimals: 2) + "×" }
            table.append([
                strategy.label,
                cell(strategy.counts.tau.formatted(decimals: 2), strategy.tauInterval),
                strategy.isBaseline
                    ? "baseline" : cell(speedup ?? "—", strategy.speedupInterval),
                strategy.counts.tokensPerSecond.formatted(decimals: 1),
                share(seconds.draft, of: seconds), share(seconds.target, of: seconds), share(rest, of: seconds),
                strategy.identical.map { "\($0)/\(strategy.prompts)" } ?? "—",
            ])
        }
        return table
    }

    private var variantTable: TextTable {
        var table = TextTable(
            title: "Variants of one strategy: tau less that of the first, tokens per second over its",
            columns: ["variant", "first", "tau [95 %]", "tokens/s [95 %]"], left: [0, 1])
        for pair in variants {
            table.append([
                pair.a, pair.b,
                cell(pair.tauDifference.signed(decimals: 2), pair.tauInterval),
                cell(pair.speedRatio.map { $0.formatted(decimals: 2) + "×" } ?? "—", pair.speedInterval),
            ])
        }
        return table
    }

    private var acceptanceTable: TextTable {
        let deepest = strategies.map(\.counts.roundsAccepting.count).max() ?? 0
        let depths = min(deepest, Self.shownDepths)
        let rest = deepest > depths ? "; depths \(depths + 1) to \(deepest) are in the JSON" : ""
        var table = TextTable(
            title:
                "Acceptance by depth, over rounds that drafted: joint, at least this many tokens; conditional, given one fewer\(rest)",
            columns: ["strategy", "rounds", ""] + (0..<depths).map { "\($0 + 1)" }, left: [0, 2],
            legend: ["rounds: the share of rounds that drafted."])
        for strategy in strategies where strategy.counts.draftingRounds > 0 {
            let conditional = strategy.counts.conditionalAcceptance.prefix(depths).map { $0.formatted(decimals: 2) }
            let joint = strategy.counts.jointAcceptance.prefix(depths).map { $0.formatted(decimals: 2) }
            let missing = { (cells: [String]) in cells + [String](repeating: "", count: depths - cells.count) }
            let share = Double(strategy.counts.draftingRounds) / Double(strategy.counts.rounds)
            table.append([strategy.label, share.percent, "conditional"] + missing(conditional))
            table.append(["", "", "joint"] + missing(joint))
        }
        return table
    }

    private var greedyPathTable: TextTable {
        var table = TextTable(
            title: "Greedy path: the draft's first choices, over drafting rounds",
            columns: ["strategy", "pruned", "accepted", "greedy-path tau", "tree tau"],
            legend: [
                "pruned: the share of rounds in which that path was not scored to its end.",
                "accepted: the share of rounds that accepted something, all of it on that path.",
                "greedy-path tau, tree tau: tokens a round yields with its bonus token, by that path alone and by the whole tree.",
            ])
        for strategy in strategies {
            guard let path = strategy.counts.greedyPath else { continue }
            table.append([
                strategy.label, path.pruned.percent, path.accepted.percent, path.tau.formatted(decimals: 2),
                path.treeTau.formatted(decimals: 2),
            ])
        }
        return table
    }

    private func cell(_ value: String, _ interval: ConfidenceInterval?) -> String {
        guard let interval else { return value }
        return "\(value) [\(interval.low.formatted(decimals: 2)), \(interval.high.formatted(decimals: 2))]"
    }

    private func share(_ part: Double, of seconds: PhaseSeconds) -> String {
        seconds.total > 0 ? (part / seconds.total).percent : "—"
    }
}
