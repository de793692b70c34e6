import Decoding
import Evaluation
import Speculation
import Testing

@Suite("The metrics")
struct MetricsTests {
    /// An answer from the greedy path and the number of accepted tokens of every round.
    ///
    /// The target counts upwards from 0.
    static func answer(
        _ rounds: [(path: [Token], accepted: Int)], wallSeconds: Double = 1, cutLastBonus: Bool = false
    ) -> GenerationRecord {
        var count = 1
        let records = rounds.enumerated().map { index, round in
            let isCut = cutLastBonus && index == rounds.count - 1
            let emitted = round.accepted + (isCut ? 0 : 1)
            defer { count += emitted }
            return RoundRecord(
                drafted: round.path.count * 2, depth: round.path.count, accepted: round.accepted, emitted: emitted,
                greedyPath: round.path, greedyPathPruned: round.path.last == 99,
                acceptedGreedyPath: round.accepted > 0 && round.path.prefix(round.accepted).allSatisfy { $0 < 90 },
                seconds: PhaseSeconds())
        }
        return GenerationRecord(
            tokens: Array(0..<count), finish: .maximumNewTokens, rounds: records, prefillSeconds: PhaseSeconds(),
            wallSeconds: wallSeconds)
    }

    @Test("count from the rounds of an answer")
    func counts() {
        let tally = GenerationTally(
            counting: Self.answer([([1, 2, 99], 2), ([], 0), ([5, 6], 2), ([99, 9], 1)], wallSeconds: 2))
        #expect(tally.rounds == 4 && tally.draftingRounds == 3)
        #expect(tally.drafted == 14 && tally.accepted == 5 && tally.emitted == 9 && tally.newTokens == 10)
        #expect(tally.tau == 9.0 / 4)
        #expect(tally.draftingTau == 5.0 / 3 + 1)
        #expect(tally.tokensPerSecond == 5)
        #expect(tally.finishes == [.maximumNewTokens: 1])
        #expect(tally.seconds.other == 2)
    }

    @Test("give acceptance by depth, joint and conditional")
    func acceptance() {
        let tally = GenerationTally(counting: Self.answer([([1, 2, 3, 4], 2), ([4, 5], 2), ([99], 0), ([8], 1)]))
        #expect(tally.roundsAccepting == [3, 2, 0, 0])
        #expect(tally.jointAcceptance == [0.75, 0.5, 0, 0])
        #expect(tally.conditionalAcceptance == [0.75, 2.0 / 3, 0, nil])
    }

    @Test("compare the greedy path with what was emitted from its place on")
    func greedyPath() throws {
        // Emitted: 0 by the prompt, then 1 2 3 | 4 | 5 6 | 7 and the end.
        let tally = GenerationTally(
            counting: Self.answer([([1, 2, 3], 2), ([4, 5, 6], 0), ([99, 6], 1), ([7, 8, 9], 0)]))
        // The paths agree for 3, 3, 0 and 1 tokens; the last is cut by the answer's end.
        let path = try #require(tally.greedyPath)
        #expect(path.tau == 7.0 / 4 + 1)
        #expect(path.accepted == 0.25)
        #expect(path.pruned == 0)
        #expect(path.treeTau == 3.0 / 4 + 1)
    }

    @Test("have no rates where nothing happened")
    func empty() {
        let tally = GenerationTally()
        #expect(tally.tau == nil && tally.tokensPerSecond == nil && tally.greedyPath == nil)
        #expect(tally.jointAcceptance.isEmpty && tally.conditionalAcceptance.isEmpty)
        #expect(StrategyTally().tauMacro == nil)
        #expect(StrategyTally().speedup(over: StrategyTally()) == nil)
    }

    @Test("average tau over rounds and over prompts, which differ")
    func microAndMacro() {
        var tally = StrategyTally()
        tally.append([Self.answer([([1, 2, 3], 3)])])
        tally.append([Self.answer([([1], 0), ([2], 1)], wallSeconds: 3, cutLastBonus: true)])
        #expect(tally.total.tau == 6.0 / 3)
        #expect(tally.tauMacro == (4.0 + 1.0) / 2)
        #expect(tally.total.tokensPerSecond == 8.0 / 4)
    }

    @Test("give a speed-up as the ratio of tokens per second")
    func speedup() {
        var fast = StrategyTally()
        fast.append([Self.answer([([1, 2, 3], 3)], wallSeconds: 1)])
        var plain = StrategyTally()
        plain.append([Self.answer([([], 0), ([], 0), ([], 0), ([], 0)], wallSeconds: 3)])
        #expect(plain.total.tau == 1)
        #expect(fast.speedup(over: plain) == 3)
        #expect(fast.speedupInterval(over: plain, by: PairedBootstrap()) == nil)
    }
}
