import ArgumentParser
import Evaluation
import Files
import Foundation
import LanguageModels
import Ranks
import Runtime
import Speculation
import Strategies

/// Trains the arms of an experiment under one budget, and measures all heads on the same prompts.
struct ExperimentCommand: RegistryCommand {
    static let isShared = true

    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "Train the arms of an experiment file under one budget, and compare the heads.",
        discussion: """
            Every arm starts from the strategy's own head and spends the same budget, once for each seed. The heads at the \
            end of training, and the strategy's own as 'start', then decode the same prompts, interleaved, each against \
            plain decoding. Ctrl-C exits with 130, SIGTERM with 143; the same command with the same output folder goes on from there and \
            trains nothing twice. The exit status is 1 if a greedy answer differs from plain decoding's, or if a training \
            diverged: the others are finished and measured all the same.

            Several processes share the trainings: mpirun -n N espalier experiment … --output FOLDER, with Open MPI; the first then \
            measures.
            """)

    @Argument(help: "Experiment: a file, or the name of one that comes with the package.")
    var experiment: String

    @OptionGroup(title: "Experiment") var options: ExperimentOptions

    @Option(
        help: ArgumentHelp(
            "Folder for a run folder of each arm and seed; a new temporary one when left out.", valueName: "folder"))
    var output: String?

    @Flag(help: "Show what each arm's training will take, and end.")
    var plan = false

    @Flag(help: "Begin anew where an earlier experiment left states.")
    var restart = false

    @Option(
        help: ArgumentHelp(
            "Prompts to measure on, in the formats of `compare`; bundled ones when left out.", valueName: "file"))
    var prompts: String?

    @Option(help: "Measure on the first prompts only, at least 1.", transform: RangedNumber.whole(from: 1))
    var limit: Int?

    @Option(
        help: "The largest number of new tokens of each answer, at least 1; 128 unless given.",
        transform: RangedNumber.whole(from: 1))
    var maxNewTokens = 128

    @OptionGroup var json: JSONOutput

    @OptionGroup(title: "Models") var models: ModelOptions

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        // Hours of work must not end at a folder that does not exist, or at prompts that do not fit.
        try json.checkWritable()
        Interruption.listen()
        let locator = StrategyLocator(registry: registry, overrides: try models.overrides)
        let whole = try locator.experiment(experiment, overrides: options.overrides)
        let experiment = try options.narrowed(whole)
        let chat = try models.chat.settings
        if plan {
            var sources = try TrainingSources(targetOf: experiment.start, chat: chat)
            let plan = try ExperimentPlan(experiment, from: &sources)
            for remark in sources.remarks { StandardError.remark(remark) }
            return try json.write(plan, showing: plan.text)
        }
        let ranks = try RankGroup.joined()
        if ranks != nil && output == nil {
            throw CommandFailure("several processes train into one folder: name it with --output")
        }
        if let ranks, !ranks.isLeader { return try train(experiment, chat, following: ranks) }
        let workload = try PromptLocator.workload(prompts, limit: limit, onRemark: StandardError.remark)
        try evaluation(of: experiment, [], chat, registry)
            .comparison(of: workload, maximumNewTokens: maxNewTokens).validate()

        let (heads, failures) = try train(experiment, chat, among: ranks)
        let report = try measure(try evaluation(of: experiment, heads, chat, registry), without: failures, on: workload)
        if report.result.isIncomplete {
            StandardError.write("stopped while measuring: \(goingOn) trains nothing again and measures anew\n")
            throw ExitCode(Interruption.exitStatus)
        }
        if report.hasDifferences || !failures.isEmpty { throw ExitCode.failure }
    }

    /// Trains every arm on every seed.
    ///
    /// - Returns: The heads, and the trainings that could not go on.
    /// - Throws: The exit status of an interruption, after what to do next was said.
    private func train(
        _ experiment: Experiment, _ chat: ChatSettings, among ranks: RankGroup?
    ) throws -> (heads: [TrainedHead], failures: [FailedTraining]) {
        guard var training = try open(experiment, chat, among: ranks) else { return ([], []) }
        var share = try share(of: &training)
        // Who ends in an error does not wait for the others: the launcher ends them.
        if let ranks {
            try share.addOthers(in: ranks)
            ranks.leave()
        }
        if share.isStopped {
            StandardError.write("\(goingOn) goes on from there\n")
            throw ExitCode(Interruption.exitStatus)
        }
        let heads = share.finished.map { finished in
            training.head(
                of: finished.job,
                at: TrainingCost(steps: finished.steps, seconds: finished.seconds, flops: finished.flops))
        }
        let failures = share.failed.map { failed in
            let job = training.jobs[failed.job]
            return FailedTraining(arm: job.arm.name, seed: job.run.seed, reason: failed.reason)
        }
        return (heads, failures)
    }

    /// Trains this process's part, and tells the leader what has come of it.
    private func train(_ experiment: Experiment, _ chat: ChatSettings, following ranks: RankGroup) throws {
        defer { ranks.leave() }
        guard var training = try open(experiment, chat, among: ranks) else { return }
        var told = ExperimentShare()
        do {
            told = try share(of: &training)
        } catch {
            told.obstacle = "\(error)"
        }
        try ranks.send(message: told, to: 0)
    }

    /// Opens what is to be trained, on every rank; nil on others than the leader if there is nothing to do.
    private func open(
        _ experiment: Experiment, _ chat: ChatSettings, among ranks: RankGroup?
    ) throws -> ExperimentTraining? {
        func opened() throws -> ExperimentTraining {
            try ExperimentTraining(
                experiment, in: try outputFolder(for: experiment), restarting: restart, among: ranks, chat: chat)
        }
        guard let ranks else { return try opened() }
        let own = Result { try opened() }
        let facts = own.map { ["experiment": "\($0.jobs.map(\.run.strategy.resolvedText))", "folder": output ?? ""] }
        return try ranks.agree(on: facts) ? own.get() : nil
    }

    /// Trains what is this process's to train.
    private func share(of training: inout ExperimentTraining) throws -> ExperimentShare {
        let display = ExperimentDisplay(jobs: training.ownJobs.count, leavesOutputAlone: json.takesStandardOutput)
        defer { display.clear() }
        var share = ExperimentShare()
        for job in training.ownJobs {
            do {
                guard let cost = try training.train(job, showing: display) else {
                    share.isStopped = true
                    break
                }
                share.finished.append(
                    ExperimentShare.Finished(
                        job: job.number, steps: cost.steps, seconds: cost.seconds, flops: cost.flops))
            } catch let failure as FailedTraining {
                display.fail(failure)
                share.failed.append(ExperimentShare.Failed(job: job.number, reason: failure.reason))
            }
        }
        return share
    }

    /// Measures, and reports what is complete.
    private func measure(
        _ evaluation: ExperimentEvaluation, without failures: [FailedTraining], on workload: Workload
    ) throws -> ExperimentReport {
        let bar = ProgressBar()
        var comparison = evaluation.comparison(of: workload, maximumNewTokens: maxNewTokens)
        comparison.isCancelled = { Interruption.isRequested }
        comparison.onProgress = { bar.draw($0) }
        defer { bar.clear() }
        let report = evaluation.report(of: try comparison.run(), without: failures)
        bar.clear()
        try json.write(report, showing: "\n" + report.text)
        return report
    }

    private func evaluation(
        of experiment: Experiment, _ heads: [TrainedHead], _ chat: ChatSettings, _ registry: PluginRegistry
    ) throws -> ExperimentEvaluation {
        var factory = EngineFactory(chat: chat, onRemark: StandardError.remark)
        return try ExperimentEvaluation(experiment, heads: heads, in: registry, by: &factory)
    }

    private func outputFolder(for experiment: Experiment) throws -> String {
        if let output { return output }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("espalier-\(experiment.name)-\(UUID().uuidString.prefix(8))").path
        StandardError.write("heads and states go to \(folder); name a folder with --output to keep them\n")
        return folder
    }

    /// The beginning of a sentence about what to do next.
    private var goingOn: String {
        output == nil
            ? "the same command with --output and the folder named above" : "the same command"
    }
}
