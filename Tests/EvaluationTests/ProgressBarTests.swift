import Evaluation
import Testing

@Suite("The progress bar")
struct ProgressBarTests {
    private let half = ComparisonProgress(done: 6, total: 12, strategy: "chain", prompt: "p1", tokensPerSecond: 41.6)

    @Test("shows per cent, strategy, rate and the time left")
    func line() {
        #expect(
            ProgressBar.line(for: half, elapsedSeconds: 61)
                == "████████████░░░░░░░░░░░░ 50 %  chain  42 tokens/s  1 min 1 s left")
        let first = ComparisonProgress(done: 0, total: 12, strategy: "chain", prompt: "p1", tokensPerSecond: nil)
        #expect(ProgressBar.line(for: first, elapsedSeconds: 0) == "░░░░░░░░░░░░░░░░░░░░░░░░ 0 %  chain")
    }

    @Test("shows other work, and takes nothing done before for this run's speed")
    func otherWork() {
        let resumed = RunProgress(done: 8, total: 12, doneBefore: 6, rate: 3, unit: "steps")
        #expect(
            ProgressBar.line(for: resumed, elapsedSeconds: 10) == "████████████████░░░░░░░░ 67 %  3 steps/s  20 s left")
        let waiting = RunProgress(done: 6, total: 12, doneBefore: 6)
        #expect(ProgressBar.line(for: waiting, elapsedSeconds: 10) == "████████████░░░░░░░░░░░░ 50 %")
    }

    @Test("overwrites its line and clears it on a terminal")
    func drawing() {
        var written: [String] = []
        let bar = ProgressBar(.terminal, now: { 0 }, write: { written.append($0) })
        bar.draw(half)
        bar.clear()
        #expect(written.count == 2)
        #expect(written[0].hasPrefix("\r█") && written[0].hasSuffix("\u{1B}[K"))
        #expect(written[1] == "\r\u{1B}[K")
    }

    @Test("without a terminal writes a plain line after ten seconds, then one every thirty")
    func lines() {
        var written: [String] = []
        var time = 100.0
        let bar = ProgressBar(.log, now: { time }, write: { written.append($0) })
        for second in stride(from: 0.0, through: 90, by: 0.5) {
            time = 100 + second
            bar.draw(half)
            bar.clear()
        }
        #expect(
            written == [
                "50 %  chain  42 tokens/s  10 s left\n", "50 %  chain  42 tokens/s  40 s left\n",
                "50 %  chain  42 tokens/s  1 min 10 s left\n",
            ])
        // What takes long between two pieces of work is not made up for.
        time = 1_000
        for _ in 0..<3 { bar.draw(half) }
        #expect(written.count == 4)
        let silent = ProgressBar(.silent, now: { 1e6 }, write: { written.append($0) })
        for _ in 0..<3 { silent.draw(half) }
        #expect(written.count == 4)
    }
}
