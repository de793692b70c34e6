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

    @Test("overwrites its line and clears it, and is silent where there is no terminal")
    func drawing() {
        var written: [String] = []
        let bar = ProgressBar(isDrawn: true) { written.append($0) }
        bar.draw(half)
        bar.clear()
        #expect(written.count == 2)
        #expect(written[0].hasPrefix("\r█") && written[0].hasSuffix("\u{1B}[K"))
        #expect(written[1] == "\r\u{1B}[K")

        let silent = ProgressBar(isDrawn: false) { _ in Issue.record("something was drawn") }
        silent.draw(half)
        silent.clear()
    }
}
