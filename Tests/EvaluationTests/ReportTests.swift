import Decoding
import Evaluation
import Foundation
import JSON
import Speculation
import Testing

@Suite("A report")
struct ReportTests {
    private static let machine = Machine(
        processor: "Abacus", cores: 2, memoryBytes: 8 << 30, operatingSystem: "Wood 1", facts: ["beads": "40"])

    private func tally(_ rounds: [(path: [Token], accepted: Int)], seconds: [Double]) -> StrategyTally {
        var tally = StrategyTally()
        for second in seconds { tally.append([MetricsTests.answer(rounds, wallSeconds: second)]) }
        return tally
    }

    private func report(
        differences: [OutputDifference] = [], skippedTurns: [SkippedTurns] = [], seconds: [Double] = [2, 2]
    ) -> ComparisonReport {
        let names = seconds.indices.map { "p\($0)" }
        let greedy = SamplingRule()
        let contestants = [
            ContestantResult(
                name: "plain", guarantee: .exact, sampling: greedy, baseline: 0,
                tally: tally([([], 0), ([], 0), ([], 0)], seconds: seconds), identical: seconds.count),
            ContestantResult(
                name: "chain", guarantee: .exact, sampling: greedy, baseline: 0,
                tally: tally([([1, 2], 2)], seconds: seconds.map { $0 / 2 }), identical: seconds.count),
            ContestantResult(
                name: "typical", guarantee: .lossy, sampling: greedy, baseline: 0,
                tally: tally([([1, 99], 1), ([3], 0)], seconds: seconds), identical: nil),
        ]
        let result = ComparisonResult(
            workload: "script", maximumNewTokens: 4, requestedPrompts: 2, contestants: contestants, prompts: names,
            differences: differences, skippedTurns: skippedTurns)
        return ComparisonReport(of: result, machine: Self.machine, versions: ["espalier": "1"])
    }

    @Test("prints aligned tables that fit 120 columns")
    func text() {
        let text = report().text
        #expect(text == Self.golden)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test("explains the columns that are shown and no others")
    func legend() throws {
        for table in report().tables {
            for name in table.legend.flatMap({ $0.prefix { $0 != ":" }.split(separator: ", ") }) {
                #expect(table.columns.contains { $0.hasPrefix(name) }, "\(name)")
            }
        }
        let plain = try Script.comparison([Script.entry("plain")], turns: [["1"]]).run()
        let text = ComparisonReport(of: plain, machine: Self.machine, versions: [:]).text
        #expect(text.contains("\ntokens/s: ") && !text.contains("\npruned: "))
    }

    @Test("writes the same tables as markdown")
    func markdown() {
        let markdown = report().markdown
        #expect(markdown.contains("## Strategies\n\n| strategy | tau [95 %] |"))
        #expect(markdown.contains("| typical (lossy) | 1.50 [1.50, 1.50] | 1.00× [1.00, 1.00] |"))
        #expect(markdown.contains("## Greedy path"))
        #expect(
            markdown.contains("\n\n- tau: tokens that rounds emitted") && markdown.contains("\n- pruned: the share"))
    }

    @Test("says when there are no intervals, when it is incomplete, what was skipped and what differs")
    func remarks() throws {
        let skipped = SkippedTurns(prompt: "81", firstTurn: 2, count: 1, tokens: 70, contextLimit: 64)
        let text = report(skippedTurns: [skipped], seconds: [2]).text
        #expect(text.contains("Incomplete: stopped after 1 of 2 prompts."))
        #expect(text.contains("No intervals: they need at least two prompts."))
        #expect(text.contains("turn 2 of prompt 81, whose conversation has 70 tokens in a context of 64."))

        let faulty = Script.entry("faulty", drafting: ScriptedDraft(), target: ScriptedTarget(faultyLength: 5))
        let result = try Script.comparison([Script.entry("plain"), faulty], turns: [["1"]]).run()
        let differing = ComparisonReport(of: result, machine: Self.machine, versions: [:])
        #expect(differing.hasDifferences)
        #expect(
            differing.text.contains(
                "DIFFERENT: faulty, prompt p1, turn 1, new token 4: 7 \"7\" where plain decoding has 6 \"6\". "
                    + "Logits, plain scoring: 7: 3.5, 6: 4.0; tree scoring: 7: 5.0, 6: 4.0; "
                    + "highest, plain scoring: 6 (4.0), 7 (3.5)."))
    }

    @Test("writes JSON with every key of the contract, and null where a figure does not exist")
    func json() throws {
        let value = try JSONValue(parsing: report().json())
        let top = try #require(value.members).map(\.key)
        #expect(
            top == [
                "bootstrap", "concurrency", "differences", "incomplete", "machine", "max_new_tokens", "seeds",
                "skipped_turns",
                "strategies", "variants", "versions", "workload",
            ])
        let strategies = try #require(value["strategies"]?.array)
        for strategy in strategies {
            #expect(
                try #require(strategy.members).map(\.key)
                    == [
                        "accepted", "acceptance_by_depth", "answers", "baseline", "categories", "difference_seen",
                        "drafted", "drafting_rounds",
                        "emitted", "finish", "greedy_path", "guarantee", "identical", "name", "new_tokens", "prompts",
                        "resolved", "rounds", "sampling", "seconds", "seed", "speedup", "speedup_ci95", "tau",
                        "tau_ci95",
                        "tau_macro", "tokens_per_second", "wall_seconds",
                    ].sorted())
            #expect(Set(strategy["acceptance_by_depth"]?.members?.map(\.key) ?? []) == ["conditional", "joint"])
            #expect(
                Set(strategy["seconds"]?.members?.map(\.key) ?? []) == ["draft", "tree", "target", "verify", "other"])
        }
        #expect(strategies[0]["greedy_path"] == .null)
        #expect(strategies[2]["identical"] == .null)
        #expect(strategies[2]["guarantee"]?.string == "lossy")
        #expect(strategies[1]["speedup"]?.double == 2)
        #expect(strategies[1]["tau_ci95"]?.array?.compactMap(\.double) == [3, 3])
        #expect(
            strategies[1]["greedy_path"]?.members?.map(\.key) == ["accepted", "pruned", "tau", "tree_tau"])
        #expect(strategies[2]["acceptance_by_depth"]?["conditional"]?.array == [.real(0.5), .integer(0)])
        #expect(value["machine"]?["memory_bytes"]?.integer == 8 << 30)
        #expect(value["workload"]?["prompts"]?.array == [.string("p0"), .string("p1")])
    }

    private static let golden = """
        script: 2 prompts, at most 4 new tokens each turn
        Abacus, 2 cores, 8 GiB, Wood 1; beads 40

        strategy                tau [95 %]     speed-up [95 %]  tokens/s  draft  target  other  identical
        ───────────────  ─────────────────  ──────────────────  ────────  ─────  ──────  ─────  ─────────
        plain            1.00 [1.00, 1.00]            baseline       2.0    0 %     0 %  100 %        2/2
        chain            3.00 [3.00, 3.00]  2.00× [2.00, 2.00]       4.0    0 %     0 %  100 %        2/2
        typical (lossy)  1.50 [1.50, 1.50]  1.00× [1.00, 1.00]       2.0    0 %     0 %  100 %          —
        tau: tokens that rounds emitted by passes of the target; reading prompts counts on neither side.
        speed-up: the strategy's tokens/s over those of plain decoding by this engine, same prompts.
        tokens/s: all new tokens by all wall-clock seconds of their answers, reading prompts included.
        draft, target, other: shares of these seconds; other is growing and pruning trees, verifying and the rest.
        identical: prompts whose answers are plain decoding's, token by token; — where they need not be.

        Acceptance by depth, over rounds that drafted: joint, at least this many tokens; conditional, given one fewer
        strategy         rounds                  1     2
        ───────────────  ──────  ───────────  ────  ────
        chain             100 %  conditional  1.00  1.00
                                 joint        1.00  1.00
        typical (lossy)   100 %  conditional  0.50  0.00
                                 joint        0.50  0.00
        rounds: the share of rounds that drafted.

        Greedy path: the draft's first choices, over drafting rounds
        strategy         pruned  accepted  greedy-path tau  tree tau
        ───────────────  ──────  ────────  ───────────────  ────────
        chain               0 %     100 %             3.00      3.00
        typical (lossy)    50 %      50 %             2.00      1.50
        pruned: the share of rounds in which that path was not scored to its end.
        accepted: the share of rounds that accepted something, all of it on that path.
        greedy-path tau, tree tau: tokens a round yields with its bonus token, by that path alone and by the whole tree.

        Intervals: paired bootstrap (expanded percentile), 2000 resamples, 2 prompts.
        No difference seen to plain decoding's speed, the interval holds 1: typical (lossy).
        Lossy strategies may write what the target alone would not; compare their speed with care.

        """
}
