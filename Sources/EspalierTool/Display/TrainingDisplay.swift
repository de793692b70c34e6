import Evaluation
import Foundation
import LanguageModels
import Speculation
import Training

/// Shows a training run: a bar on a terminal, and a line for each evaluation.
final class TrainingDisplay {
    private let bar = ProgressBar()
    private let startShare: Double
    private let output: JSONOutput
    private var sinceEvaluation: [UpdateRecord] = []

    /// When the first update began: what came before, as the measurement of the start, tells nothing of the rest.
    private var firstUpdate: ContinuousClock.Instant?

    /// The held-out measurements so far.
    private(set) var evaluations: [EvaluationRecord] = []

    /// A bar moves in thousandths.
    private static let wholeBar = 1000

    /// Begins.
    ///
    /// - Parameters:
    ///   - share: How much of the budget an earlier run has spent.
    ///   - output: Whether lines may go to standard output.
    init(startingAt share: Double, output: JSONOutput) {
        startShare = share
        self.output = output
    }

    func show(_ record: UpdateRecord, share: Double) {
        sinceEvaluation.append(record)
        let begin = firstUpdate ?? .now - .seconds(record.seconds)
        firstUpdate = begin
        bar.draw(
            RunProgress(
                done: Int(share * Double(Self.wholeBar)), total: Self.wholeBar,
                doneBefore: Int(startShare * Double(Self.wholeBar)),
                secondsOfDone: (ContinuousClock.now - begin) / .seconds(1),
                label: "loss \(record.loss.formatted(decimals: 3))",
                rate: Double(record.tokens) / record.seconds))
    }

    func show(_ record: EvaluationRecord) {
        evaluations.append(record)
        bar.clear()
        var parts = ["step \(record.step)", "tau \(record.tau.formatted(decimals: 3))"]
        if let interval = record.interval {
            parts[1] += " [\(interval.low.formatted(decimals: 2)), \(interval.high.formatted(decimals: 2))]"
        }
        if !sinceEvaluation.isEmpty {
            let count = Double(sinceEvaluation.count)
            var sums: [(name: String, value: Double)] = []
            for term in sinceEvaluation.flatMap(\.terms) {
                if let place = sums.firstIndex(where: { $0.name == term.name }) {
                    sums[place].value += term.value
                } else {
                    sums.append(term)
                }
            }
            parts += sums.map { "\($0.name) \(($0.value / count).formatted(decimals: 4))" }
            let tokens = sinceEvaluation.reduce(0) { $0 + $1.tokens }
            let seconds = sinceEvaluation.reduce(0) { $0 + $1.seconds }
            parts.append("\((Double(tokens) / seconds).formatted(decimals: 0)) tokens/s")
        }
        if record.isBest { parts.append("best so far") }
        try? output.tell(parts.joined(separator: "  ") + "\n")
        sinceEvaluation = []
    }

    func clear() { bar.clear() }

    /// How the run went, and how to compare what came out.
    ///
    /// - Parameters:
    ///   - run: The finished run.
    ///   - advice: The command that compares it.
    /// - Returns: Two lines.
    func conclusion(of run: TrainingRun, advice: String) -> String {
        let state = run.trainer.state
        let best = state.best.map { "tau \($0.tau.formatted(decimals: 3)) after step \($0.step)" } ?? "none measured"
        let kind = run.trainer.trainedDraft.layout == .huggingFace ? "model" : "head"
        let outcome =
            run.gainedNothing
            ? "on held-out prompts no \(kind) did better than the start (\(best)), which \(run.folder.path) holds; the one at "
                + "the end is in \(run.lastPath)"
            : "best \(kind): \(best), in \(run.folder.path)"
        return
            "\(state.step.counting("step")) in \(state.seconds.formatted(decimals: 0)) s; \(outcome)\ncompare it: \(advice)\n"
    }
}

extension TrainingRun {
    /// Whether the best measurement is that of the start.
    var gainedNothing: Bool { trainer.state.step > 0 && trainer.state.best?.step == 0 }

    /// The folder of the head at the end.
    var lastPath: String { "\(folder.path)/\(RunFolder.lastName)" }
}
