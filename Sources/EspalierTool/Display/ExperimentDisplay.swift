import Evaluation
import Foundation
import Speculation
import Training

/// Shows an experiment's trainings: one bar for all of them on a terminal, and a line for each that is finished.
final class ExperimentDisplay {
    private let bar = ProgressBar()
    private let jobs: Int
    private var finished = 0
    private var startShare = 0.0
    /// The sum of all shares that were done before this process began; they tell nothing about its speed.
    private var doneBefore = 0.0
    private var label = ""
    private var heldOut: EvaluationRecord?

    /// A bar moves in thousandths of a training.
    private static let wholeJob = 1000.0

    /// Where standard output is for JSON, lines go to standard error.
    private let leavesOutputAlone: Bool

    init(jobs: Int, leavesOutputAlone: Bool) {
        self.jobs = jobs
        self.leavesOutputAlone = leavesOutputAlone
    }

    private func tell(_ line: String) {
        if leavesOutputAlone { return StandardError.remark(line) }
        try? StandardOutput.write(line + "\n")
    }

    /// Begins a training, or goes on with one that was stopped.
    func begin(_ job: ExperimentTraining.Job, at step: Int, share: Double) {
        label = job.label
        heldOut = nil
        startShare = min(share, 1)
        doneBefore += startShare
        if step > 0 && share < 1 {
            bar.clear()
            tell("\(job.label): going on after step \(step)")
        }
    }

    func show(_ record: UpdateRecord, share: Double) {
        bar.draw(
            RunProgress(
                done: Int((Double(finished) + min(share, 1)) * Self.wholeJob), total: jobs * Int(Self.wholeJob),
                doneBefore: Int(doneBefore * Self.wholeJob), label: label,
                rate: Double(record.tokens) / record.seconds))
    }

    func show(_ record: EvaluationRecord) { heldOut = record }

    /// Tells what a training took.
    func finish(_ job: ExperimentTraining.Job, _ cost: TrainingCost) {
        finished += 1
        bar.clear()
        var parts = [cost.steps.counting("step"), "\(cost.seconds.formatted(decimals: 0)) s"]
        if startShare >= 1 {
            parts.append("finished before")
        } else if let heldOut {
            parts.append("held-out tau \(heldOut.tau.formatted(decimals: 3))")
        }
        tell("\(job.label): \(parts.joined(separator: ", "))")
    }

    /// Tells why a training could not go on.
    func fail(_ failure: FailedTraining) {
        finished += 1
        bar.clear()
        StandardError.write("\(failure)\n")
    }

    /// Tells where a training was stopped.
    func stop(_ job: ExperimentTraining.Job, at step: Int) {
        bar.clear()
        StandardError.write("stopped in \(job.label) after step \(step)\n")
    }

    func clear() { bar.clear() }
}
