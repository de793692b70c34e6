import Decoding
import Evaluation
import Foundation
import LanguageModels
import Speculation
import Synchronization
import Testing

@Suite("A comparison")
struct ComparisonTests {
    @Test("adds the plain baseline of a sampling rule that nobody decodes plainly")
    func addsBaselines() throws {
        let entries = [
            Script.entry("chain", drafting: ScriptedDraft()),
            Script.entry("warm", drafting: ScriptedDraft(), temperature: 1),
        ]
        let result = try Script.comparison(entries).run()
        #expect(result.contestants.map(\.name) == ["plain-0.0", "plain-1.0", "chain", "warm"])
        #expect(result.contestants.map(\.baseline) == [0, 1, 0, 1])
        #expect(result.contestants.map(\.identical) == [3, nil, 3, nil])
    }

    @Test("runs a listed plain strategy once, as the baseline")
    func usesListedBaseline() throws {
        let entries = [Script.entry("chain", drafting: ScriptedDraft()), Script.entry("plain")]
        let result = try Script.comparison(entries).run()
        #expect(result.contestants.map(\.name) == ["chain", "plain"])
        #expect(result.contestants.map(\.baseline) == [1, 1])
        let plain = result.contestants[1].tally.total
        #expect(plain.tau == 1)
        #expect(plain.newTokens == 27 && plain.rounds == 24)
        let chain = result.contestants[0].tally.total
        #expect(chain.tau == 4)
        #expect(chain.accepted == 18 && chain.emitted == 24 && chain.newTokens == 27)
    }

    @Test("rotates the order of strategies from prompt to prompt")
    func rotates() throws {
        var comparison = Script.comparison([Script.entry("plain"), Script.entry("chain", drafting: ScriptedDraft())])
        var heard: [String] = []
        comparison.onProgress = { heard.append($0.strategy ?? "end \($0.done)/\($0.total)") }
        _ = try comparison.run()
        #expect(heard == ["plain", "chain", "plain", "chain", "chain", "plain", "plain", "chain", "end 8/8"])
    }

    @Test("decodes several prompts together with the same answers and counts", arguments: [2, 3, 8])
    func together(concurrency: Int) throws {
        let entries = [Script.entry("plain"), Script.entry("chain", drafting: ScriptedDraft())]
        let turns = [["1"], ["2", "20"], ["3"], ["4", "5", "6"]]
        let expected = try Script.comparison(entries, turns: turns).run()
        var comparison = Script.comparison(entries, turns: turns)
        comparison.concurrency = concurrency
        var progress: [ComparisonProgress] = []
        comparison.onProgress = { progress.append($0) }
        let result = try comparison.run()
        #expect(result.concurrency == concurrency && result.prompts == expected.prompts)
        #expect(progress.last?.done == progress.last?.total)
        for (own, other) in zip(result.contestants, expected.contestants) {
            #expect(own.identical == 4)
            for (tally, alone) in zip(own.tally.prompts, other.tally.prompts) {
                #expect(tally.newTokens == alone.newTokens && tally.rounds == alone.rounds)
                #expect(tally.accepted == alone.accepted && tally.wallSeconds > 0)
            }
        }
    }

    @Test("stops in the midst of prompts decoded together when it is cancelled")
    func togetherCancelled() throws {
        var comparison = Script.comparison([Script.entry("plain")], turns: [["1"], ["2"]])
        comparison.concurrency = 2
        let asked = Mutex(0)
        comparison.isCancelled = {
            asked.withLock {
                $0 += 1; return $0 > 14
            }
        }
        #expect(try comparison.run().isIncomplete)
    }

    @Test("shows the first difference with both tokens' logits from both scorings")
    func findsDifferences() throws {
        let faulty = Script.entry("faulty", drafting: ScriptedDraft(), target: ScriptedTarget(faultyLength: 5))
        let result = try Script.comparison([Script.entry("plain"), faulty], turns: [["1"]]).run()
        #expect(result.contestants[1].identical == 0)
        let difference = try #require(result.differences.first)
        #expect(result.differences.count == 1)
        #expect(difference.strategy == "faulty" && difference.prompt == "p1" && difference.turn == 1)
        #expect(difference.position == 4)
        #expect(difference.plainToken == 6 && difference.strategyToken == 7)
        #expect(difference.plainText == "6" && difference.strategyText == "7")
        #expect(difference.plainLogits == .init(plainToken: 4, strategyToken: 3.5))
        #expect(difference.strategyLogits == .init(plainToken: 4, strategyToken: 5))
        #expect(difference.highest == [.init(token: 6, logit: 4), .init(token: 7, logit: 3.5)])
    }

    @Test("does not hold a lossy strategy to plain decoding's tokens")
    func leavesLossyAlone() throws {
        let faulty = Script.entry(
            "typical", drafting: ScriptedDraft(), target: ScriptedTarget(faultyLength: 5), guarantee: .lossy)
        let result = try Script.comparison([faulty]).run()
        #expect(result.differences.isEmpty)
        #expect(result.contestants[1].identical == nil)
    }

    @Test("lets every strategy follow its own conversation")
    func followsConversations() throws {
        var comparison = Script.comparison(
            [Script.entry("plain"), Script.entry("chain", drafting: ScriptedDraft())], turns: [["1", "20"]])
        var heard: [[ChatMessage]] = []
        comparison.codec = ScriptedCodec { heard.append($0) }
        let result = try comparison.run()
        #expect(
            heard.last == [
                ChatMessage(role: .user, content: "1"),
                ChatMessage(role: .assistant, content: "2 3 4 5 6 7 8 9 10"),
                ChatMessage(role: .user, content: "20"),
            ])
        #expect(result.contestants.map(\.tally.total.newTokens) == [18, 18])
        #expect(result.contestants[1].identical == 1)
    }

    @Test("skips a later turn that no longer fits, for all strategies, and says so")
    func skipsTurns() throws {
        let target = ScriptedTarget(contextLimit: 12)
        let entries = [
            Script.entry("plain", target: target), Script.entry("chain", drafting: ScriptedDraft(), target: target),
        ]
        let result = try Script.comparison(entries, turns: [["1", "2 3", "4"], ["5"]]).run()
        #expect(
            result.skippedTurns == [
                SkippedTurns(prompt: "p1", firstTurn: 2, count: 2, tokens: 12, contextLimit: 12)
            ])
        #expect(result.contestants.map(\.tally.total.newTokens) == [18, 18])
        #expect(!result.isIncomplete)
    }

    @Test("refuses prompts none of which fits before anything is decoded")
    func refusesLongPrompts() {
        let target = ScriptedTarget(contextLimit: 3)
        var comparison = Script.comparison([Script.entry("plain", target: target)], turns: [["1 2 3"], ["4 5 6 7"]])
        comparison.onProgress = { _ in Issue.record("something was decoded") }
        let message = "prompt p1 has 3 tokens, and the target's context holds 3 with the answer"
        #expect { try comparison.run() } throws: { "\($0)" == message }
    }

    @Test("leaves out a prompt that does not fit, whatever its place, and measures the others", arguments: [1, 3])
    func leavesOutLongPrompts(concurrency: Int) throws {
        let target = ScriptedTarget(contextLimit: 3)
        var comparison = Script.comparison(
            [Script.entry("plain", target: target)], turns: [["1 2 3", "1"], ["1"], ["1 2 3 4"]])
        comparison.concurrency = concurrency
        var last: ComparisonProgress?
        comparison.onProgress = { last = $0 }
        let result = try comparison.run()
        #expect(result.prompts == ["p2"] && !result.isIncomplete && result.leftOutPrompts == 2)
        #expect(
            result.skippedTurns == [
                SkippedTurns(prompt: "p1", firstTurn: 1, count: 2, tokens: 3, contextLimit: 3),
                SkippedTurns(prompt: "p3", firstTurn: 1, count: 1, tokens: 4, contextLimit: 3),
            ])
        #expect(last.map { $0.done == $0.total } == true)
        let report = ComparisonReport(of: result, machine: .current(), versions: [:])
        #expect(report.text.contains("Left out for all strategies: prompt p1, which has 3 tokens in a context of 3."))
    }

    @Test("stops between rounds when cancelled and keeps the complete prompts")
    func cancels() throws {
        let entries = [Script.entry("plain"), Script.entry("chain", drafting: ScriptedDraft())]
        var comparison = Script.comparison(entries)
        // Each plain answer asks nine times and each answer of the chain three times: 12 for the warm-up, 12 for each
        // prompt. The second prompt is the first one not to be completed.
        let counter = CancellationScript(after: 30)
        comparison.isCancelled = { counter.asked() }
        let result = try comparison.run()
        #expect(result.isIncomplete)
        #expect(result.prompts == ["p1"])
        #expect(result.contestants.allSatisfy { $0.tally.prompts.count == result.prompts.count })

        comparison.isCancelled = { true }
        let empty = try comparison.run()
        #expect(empty.prompts.isEmpty && empty.isIncomplete)
        let report = ComparisonReport(of: empty, machine: .current(), versions: [:])
        #expect(report.text.contains("Incomplete: stopped after 0 of 3 prompts."))
        #expect(try !report.json().isEmpty)
    }

    @Test("draws alike for a strategy alone and among others, at a temperature")
    func drawsAlike() throws {
        let warm = Script.entry("warm", drafting: ScriptedDraft(wrongEvery: 3), temperature: 1)
        let other = Script.entry("other", drafting: ScriptedDraft(), temperature: 1)
        let alone = try Script.comparison([warm]).run()
        let together = try Script.comparison([other, warm]).run()
        #expect(alone.contestants[1].tally.total.accepted == together.contestants[2].tally.total.accepted)
        #expect(alone.contestants[1].tally.total.rounds == together.contestants[2].tally.total.rounds)
    }

    @Test("names prompt and strategy of a failure, a name used twice, and what is missing")
    func describesFailures() {
        let failing = Script.entry("bad", drafting: ScriptedDraft(), target: ScriptedTarget(failingLength: 3))
        #expect { try Script.comparison([failing]).run() } throws: {
            "\($0)" == "strategy bad failed on prompt p1: the script says so"
        }
        let twin = Script.entry("plain")
        #expect { try Script.comparison([twin, twin]).run() } throws: { "\($0)".contains("two strategies are named") }
        #expect { try Script.comparison([]).run() } throws: { "\($0)" == "there is no strategy to compare" }
        #expect { try Script.comparison([twin], turns: []).run() } throws: { "\($0)" == "script holds no prompt" }
        #expect { try Script.comparison([twin], turns: [["none"]]).run() } throws: {
            "\($0)".hasPrefix("prompt p1, turn 1 has no tokens")
        }
    }
}

/// Says yes once it has been asked often enough.
private final class CancellationScript: Sendable {
    private let rest: Mutex<Int>

    init(after questions: Int) { rest = Mutex(questions) }

    func asked() -> Bool {
        rest.withLock { rest in
            rest -= 1
            return rest < 0
        }
    }
}
