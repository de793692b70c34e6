import Evaluation
import Speculation
import Testing

@Suite("The paired bootstrap")
struct PairedBootstrapTests {
    private func mean(of values: [Double]) -> (_ chosen: [Int]) -> Double? {
        { chosen in chosen.reduce(0) { $0 + values[$1] } / Double(chosen.count) }
    }

    @Test("of two values reaches from one to the other, since a quarter of all resamples is either alone")
    func twoValues() {
        #expect(
            PairedBootstrap().interval(count: 2, of: mean(of: [1, 3])) == ConfidenceInterval(low: 1, high: 3))
        // The resamples are 1, 2 and 3 with shares ¼, ½, ¼; for two prompts a fifth is widened to the middle 35 %.
        #expect(
            PairedBootstrap(confidence: 0.2).interval(count: 2, of: mean(of: [1, 3]))
                == ConfidenceInterval(low: 2, high: 2))
    }

    @Test("of equal values is that value, and has no interval for a single prompt or a missing statistic")
    func degenerate() {
        #expect(
            PairedBootstrap().interval(count: 5, of: mean(of: [2, 2, 2, 2, 2])) == ConfidenceInterval(low: 2, high: 2))
        #expect(PairedBootstrap().interval(count: 1, of: mean(of: [2])) == nil)
        #expect(PairedBootstrap().interval(count: 0) { _ in 1 } == nil)
        #expect(PairedBootstrap().interval(count: 4) { _ in nil } == nil)
    }

    @Test(
        "cuts off the tails that make the interval of a mean Student's",
        arguments: [(2, 0), (10, 0.00855), (30, 0.01875), (80, 0.02259), (100_000, 0.025)])
    func tails(prompts: Int, tail: Double) {
        #expect(abs(PairedBootstrap().tail(for: prompts) - tail) < 0.000005)
    }

    @Test(
        "knows Student's distribution",
        arguments: [
            (1, 0.025, 12.7062), (2, 0.025, 4.30265), (9, 0.025, 2.26216), (10, 0.05, 1.81246), (29, 0.005, 2.75639),
        ])
    func student(degrees: Int, tail: Double, point: Double) {
        #expect(abs(StudentDistribution(degrees: degrees).point(above: tail) - point) < 0.0001)
    }

    @Test("is the same for the same seed and another for another")
    func seeded() {
        let values = (0..<30).map { Double($0 * $0 % 17) }
        let first = PairedBootstrap(seed: 3).interval(count: 30, of: mean(of: values))
        #expect(first == PairedBootstrap(seed: 3).interval(count: 30, of: mean(of: values)))
        #expect(first != PairedBootstrap(seed: 4).interval(count: 30, of: mean(of: values)))
    }

    @Test("covers the true mean of 40 uniform numbers in about 95 of 100 samples")
    func coverage() {
        var random = SeededRandom(seed: 11)
        let samples = 300
        var covered = 0
        for sample in 0..<samples {
            let values = (0..<40).map { _ in random.uniform() }
            let bootstrap = PairedBootstrap(resamples: 400, seed: UInt64(sample))
            if bootstrap.interval(count: 40, of: mean(of: values))?.contains(0.5) == true { covered += 1 }
        }
        #expect((0.91...0.99).contains(Double(covered) / Double(samples)))
    }

    @Test("pairs: a constant ratio between two strategies has no spread, however much prompts differ")
    func pairing() throws {
        var fast = StrategyTally()
        var plain = StrategyTally()
        for seconds in [1.0, 5, 20, 3] {
            fast.append([MetricsTests.answer([([1], 1)], wallSeconds: seconds)])
            plain.append([MetricsTests.answer([([], 0), ([], 0)], wallSeconds: seconds * 2)])
        }
        let interval = try #require(fast.speedupInterval(over: plain, by: PairedBootstrap()))
        #expect(abs(interval.low - 2) < 1e-12 && abs(interval.high - 2) < 1e-12)
    }
}
