import Decoding
import Evaluation
import Foundation
import JSON
import Speculation
import Testing

@Suite("Heads of several seeds are pooled prompt by prompt")
struct PooledTallyTests {
    /// Accepted tokens of each round, for each prompt.
    private typealias Rounds = [[Int]]

    private static let first: [Rounds] = [
        [[3, 4], [1], [2, 2, 2], [0, 1], [5]],
        [[4, 4], [2], [2, 3], [0, 1], [4]],
    ]
    private static let second: [Rounds] = [[[2, 3, 1], [2], [1, 2, 1, 1], [1, 1], [3, 1]]]

    private static func tally(_ prompts: Rounds) -> StrategyTally {
        var tally = StrategyTally()
        for (index, rounds) in prompts.enumerated() {
            tally.append([
                MetricsTests.answer(rounds.map { (Array(1...6), $0) }, wallSeconds: Double(index + 1))
            ])
        }
        return tally
    }

    /// Tau of some prompts, straight from the definition: a round emits what it accepts, and the bonus token.
    private static func tau(_ seeds: [Rounds], _ chosen: [Int]) -> Double {
        let rounds = chosen.flatMap { prompt in seeds.flatMap { $0[prompt] } }
        return Double(rounds.reduce(0) { $0 + $1 + 1 }) / Double(rounds.count)
    }

    @Test("a pool's counts are the sums over its seeds")
    func counts() {
        let pooled = StrategyTally(pooling: Self.first.map(Self.tally))
        #expect(pooled.prompts.map(\.rounds) == [4, 2, 5, 4, 2])
        #expect(pooled.prompts.map(\.emitted) == [19, 5, 16, 6, 11])
        #expect(pooled.total.emitted == 57 && pooled.total.rounds == 17)
        #expect(pooled.total.wallSeconds == 30)
        let one = Self.tally(Self.first[0])
        #expect(StrategyTally(pooling: [one]) == one)
    }

    @Test("the paired interval agrees with all resamples there are")
    func exhaustive() throws {
        let pooled = StrategyTally(pooling: Self.first.map(Self.tally))
        let other = StrategyTally(pooling: Self.second.map(Self.tally))
        let everything = Self.tau(Self.first, Array(0..<5)) - Self.tau(Self.second, Array(0..<5))
        let difference = try #require(pooled.tauDifference(from: other))
        #expect(abs(difference - everything) < 1e-12)

        // 5 prompts have 5^5 ordered resamples, each as likely as the others.
        var values: [Double] = []
        for code in 0..<3125 {
            let chosen = [code % 5, code / 5 % 5, code / 25 % 5, code / 125 % 5, code / 625]
            values.append(Self.tau(Self.first, chosen) - Self.tau(Self.second, chosen))
        }
        values.sort()
        let bootstrap = PairedBootstrap(resamples: 40_000)
        let interval = try #require(pooled.tauDifferenceInterval(from: other, by: bootstrap))
        // For five prompts 0.096 % of the resamples are cut off at either end, the outermost three of 3125.
        #expect((values[0]...values[5]).contains(interval.low), "\(interval)")
        #expect((values[3119]...values[3124]).contains(interval.high), "\(interval)")
    }

    @Test("a strategy does not differ from itself, and one prompt has no interval")
    func degenerate() throws {
        let pooled = StrategyTally(pooling: Self.first.map(Self.tally))
        #expect(
            pooled.tauDifferenceInterval(from: pooled, by: PairedBootstrap()) == ConfidenceInterval(low: 0, high: 0))
        let single = Self.tally([[1, 2]])
        #expect(single.tauDifference(from: single) == 0)
        #expect(single.tauDifferenceInterval(from: single, by: PairedBootstrap()) == nil)
        #expect(StrategyTally().tauDifference(from: pooled) == nil)
    }

    // MARK: The report

    private func report(
        _ prompts: ClosedRange<Int> = 0...4, beside arm: String = "start", seed: UInt64? = nil
    ) throws -> ExperimentReport {
        let cut = { (rounds: Rounds) in Self.tally(Array(rounds[prompts])) }
        let plain = Rounds(repeating: [0, 0, 0, 0], count: prompts.count)
        let tallies = [Self.tally(plain), cut(Self.second[0]), cut(Self.first[0]), cut(Self.first[1])]
        let contestants = tallies.enumerated().map { place, tally in
            ContestantResult(
                name: "\(place)", guarantee: .exact, sampling: SamplingRule(), baseline: 0, tally: tally, identical: nil
            )
        }
        let result = ComparisonResult(
            workload: "made up", maximumNewTokens: 8, requestedPrompts: prompts.count, contestants: contestants,
            prompts: prompts.map(String.init))
        let cost = { (steps: Int) in TrainingCost(steps: steps, seconds: 1, flops: 2.04e13) }
        return ExperimentReport(
            of: result,
            contestants: [
                ExperimentContestant(arm: arm, seed: seed, tree: "chain", cost: .nothing, head: "demo"),
                ExperimentContestant(arm: "x", seed: 3, tree: "chain", cost: cost(10), head: "x3"),
                ExperimentContestant(arm: "x", seed: 5, tree: "chain", cost: cost(20), head: nil),
            ], name: "trial", budget: "2e13 FLOPs", resolved: ["name": "trial"],
            machine: Machine(processor: "P", cores: 2, memoryBytes: 1, operatingSystem: "S"), versions: [:])
    }

    @Test("the report pairs every arm with those before it")
    func pairs() throws {
        let report = try report()
        #expect(report.arms.map(\.name) == ["start", "x"])
        #expect(report.arms[1].seeds == [3, 5])
        #expect(report.arms[1].pooled.total.tau == 57.0 / 17)
        let (low, high) = (Self.tau([Self.first[0]], Array(0..<5)), Self.tau([Self.first[1]], Array(0..<5)))
        #expect(report.arms[1].tauBySeed == [low, high])
        let deviation = try #require(report.arms[1].tauDeviation)
        #expect(abs(deviation - (high - low) / 2.0.squareRoot()) < 1e-12)
        #expect(report.arms[0].tauDeviation == nil)
        // Both seeds need 15 seconds for as many tokens as plain decoding in 15 for 25, first tokens included.
        let (rate, plainRate) = (67.0 / 30, 25.0 / 15)
        let speedup = try #require(report.arms[1].speedup)
        #expect(abs(speedup - rate / plainRate) < 1e-12)

        let pair = try #require(report.pairs.first)
        #expect(report.pairs.count == 1)
        #expect(pair.a == "x" && pair.b == "start")
        #expect(pair.tauDifference == 57.0 / 17 - 31.0 / 12)
        #expect(pair.verdict == (pair.interval?.contains(0) == true ? "no difference seen" : "longer"))
    }

    @Test("a pair counts the seeds that both arms have")
    func missingSeeds() throws {
        let pair = try #require(try report(beside: "y", seed: 5).pairs.first)
        let everything = Array(0..<5)
        let difference = try #require(pair.tauDifference)
        #expect(
            abs(difference - (Self.tau([Self.first[1]], everything) - Self.tau(Self.second, everything))) < 1e-12)
        let stranger = try #require(try report(beside: "y", seed: 4).pairs.first)
        #expect(stranger.tauDifference == nil && stranger.interval == nil && stranger.verdict == "—")
    }

    @Test("the JSON holds every key, with null for what does not exist")
    func json() throws {
        let value = try JSONValue(parsing: report().json())
        #expect(
            (value.members ?? []).map(\.key) == [
                "arms", "bootstrap", "differences", "failures", "incomplete", "machine", "max_new_tokens", "name",
                "pairs",
                "plain", "pooled", "resolved", "skipped_turns", "versions", "workload",
            ])
        let arms = try #require(value["arms"]?.array)
        #expect(arms.map { $0["name"]?.string } == ["start", "x", "x"])
        #expect(arms.map { $0["seed"] } == [.null, .integer(3), .integer(5)])
        #expect(arms.map { $0["head"] } == [.string("demo"), .string("x3"), .null])
        #expect(arms[1]["flops"]?.double == 2.04e13)
        #expect(value["pairs"]?.array?.first?["ci95"]?.array?.count == 2)
        let single = try JSONValue(parsing: report(0...0).json())
        #expect(single["pairs"]?.array?.first?["ci95"] == .null)
        #expect(single["pairs"]?.array?.first?["difference_seen"] == .null)
    }

    @Test("the tables show pooled figures, the seeds' range and a verdict")
    func text() throws {
        let text = try report().text
        #expect(text.hasPrefix("trial: 2e13 FLOPs for each arm and seed; made up, 5 prompts"))
        let row = text.split(separator: "\n").first { $0.hasPrefix("x ") }.map { $0.split(separator: " ") }
        #expect(row?.prefix(6).map(String.init) == ["x", "2", "15", "1", "2.0e13", "3.353"])
        #expect(row?.contains("3.222…3.500") == true, "\(text)")
        #expect(text.contains("tau difference [95 %]"))
        #expect(try report(0...0).text.contains("No intervals: they need at least two prompts."))
    }
}
