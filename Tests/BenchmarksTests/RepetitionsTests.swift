import Benchmarks
import Evaluation
import Testing

/// Timing never decides these tests; what is run how often does.
struct RepetitionsTests {
    @Test(arguments: [([3.0], 3.0), ([5, 1, 3], 3), ([4, 1, 2, 3], 2.5)] as [([Double], Double)])
    func `The median is the middle value`(values: [Double], median: Double) {
        #expect(values.median == median)
    }

    @Test
    func `A tiny budget runs every piece equally often, once for warming up and at least three times more`() throws {
        var runs = [0, 0, 0]
        let medians = try Repetitions(seconds: 1e-9).medians(of: 3) { runs[$0] += 1 }
        #expect(medians.count == 3 && medians.allSatisfy { $0 >= 0 })
        #expect(runs == [4, 4, 4])
    }

    @Test
    func `A cancelled measurement ends before any work`() {
        var runs = 0
        #expect(throws: BenchmarkError.interrupted) {
            _ = try Repetitions(seconds: 1, isCancelled: { true }).medians(of: 2) { _ in runs += 1 }
        }
        #expect(runs == 0)
    }
}
