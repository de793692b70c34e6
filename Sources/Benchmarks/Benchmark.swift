public import Evaluation
import LanguageModels

/// Measures the machine's bounds, kernels, passes of the target and of the draft, all in one run.
public struct Benchmark {
    /// What is measured.
    public var subject: BenchmarkSubject

    /// How it is measured.
    public var plan: BenchmarkPlan

    /// For how long, and when to stop early.
    public var repetitions: Repetitions

    /// Hears how far the run has come.
    public var onProgress: (RunProgress) -> Void = { _ in }

    /// Prepares a benchmark.
    ///
    /// - Parameters:
    ///   - subject: What is measured.
    ///   - plan: How it is measured.
    ///   - repetitions: For how long, and when to stop early.
    public init(of subject: BenchmarkSubject, plan: BenchmarkPlan, repetitions: Repetitions) {
        self.subject = subject
        self.plan = plan
        self.repetitions = repetitions
    }

    /// Measures.
    ///
    /// - Returns: The figures; those up to then if it was cancelled.
    /// - Throws: ``BenchmarkError/refused(_:)`` if the model's context is too short, or what its passes throw.
    public func run() throws -> BenchmarkReport {
        try plan.validate(for: subject)
        var steps = Steps(total: total, report: onProgress)
        steps.begin("machine")
        let bounds = MachineBounds(seconds: max(repetitions.seconds, 0.05))
        var report = BenchmarkReport(of: subject, secondsOfPiece: repetitions.seconds, bounds: bounds)
        do {
            try measure(&report, bounds, &steps)
        } catch BenchmarkError.interrupted {
            report.isIncomplete = true
        }
        return report
    }

    private var total: Int {
        let kernels = plan.measuresKernels ? 8 + plan.contexts.count : 0
        return 1 + kernels + (plan.prompts.isEmpty ? 0 : 1) + plan.contexts.count * (subject.draft == nil ? 1 : 2)
    }

    private func measure(_ report: inout BenchmarkReport, _ bounds: MachineBounds, _ steps: inout Steps) throws {
        for context in plan.contexts {
            steps.begin("pass at \(context)")
            report.passes += try PassBenchmark(model: subject.model, counts: plan.passCounts, repetitions: repetitions)
                .figures(context: context)
            guard let draft = subject.draft else { continue }
            steps.begin("draft at \(context)")
            report.drafts += try DraftBenchmark(
                policy: draft, configuration: subject.model.configuration, widths: plan.passWidths,
                committed: plan.committed, repetitions: repetitions
            ).figures(context: context)
            if let projection = plan.projection.flatMap({
                ProjectionFigure($0, context: context, passes: report.passes, drafts: report.drafts)
            }) {
                report.projections.append(projection)
            }
        }
        if !plan.prompts.isEmpty {
            steps.begin("prompts")
            report.prompts = try PassBenchmark(
                model: subject.model, counts: plan.prompts, repetitions: repetitions
            ).promptFigures()
        }
        guard plan.measuresKernels else { return }
        var bounds = bounds
        let kernels = KernelBenchmark(
            model: subject.model, weights: subject.weights, counts: plan.counts, repetitions: repetitions)
        for shape in kernels.shapes {
            steps.begin(shape.name)
            report.kernels += try kernels.product(shape, against: &bounds)
        }
        for context in plan.contexts where context > 0 {
            steps.begin("attention")
            report.kernels += try kernels.attention(context: context, against: &bounds)
        }
    }

    /// Counts steps for the progress bar.
    private struct Steps {
        let total: Int
        let report: (RunProgress) -> Void
        private var done = 0

        init(total: Int, report: @escaping (RunProgress) -> Void) {
            self.total = total
            self.report = report
        }

        mutating func begin(_ label: String) {
            report(RunProgress(done: min(done, total), total: total, label: label))
            done += 1
        }
    }
}
