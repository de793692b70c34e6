import Evaluation
import Files
import Foundation
import LanguageModels
import Runtime
import Strategies
import Training

/// Trains every arm of an experiment on every seed, each in a run folder of its own.
///
/// All folders are opened, locked and checked before the first update, so that hours of work do not end at a file that is
/// missing or a folder that belongs to another experiment. What an earlier run of the experiment finished is kept.
struct ExperimentTraining {
    /// One arm on one seed.
    struct Job {
        let arm: ExperimentArm
        let run: ExperimentRun
        let folder: RunFolder

        /// The arm and the seed, for people.
        var label: String { "\(arm.name), seed \(run.seed)" }
    }

    /// Seed after seed, all arms of each: what is stopped early has whole seeds.
    let jobs: [Job]
    private var sources: TrainingSources

    init(
        _ experiment: Experiment, in output: String, restarting: Bool, chat: ChatSettings
    ) throws {
        sources = try TrainingSources(
            targetOf: experiment.start, chat: chat)
        var jobs: [Job] = []
        // Arms that begin with one head say the same of it.
        var remarks: [String] = []
        for index in experiment.seeds.indices {
            for arm in experiment.arms {
                let run = arm.runs[index]
                let setup = try TrainingSetup(run.strategy, from: &sources)
                remarks += setup.draft.remarks.filter { !remarks.contains($0) }
                let path = URL(fileURLWithPath: output).appendingPathComponent("\(arm.fileName)-seed\(run.seed)")
                let folder = try RunFolder(path.relativePath, restarting: restarting)
                _ = try folder.resumption(fitting: setup.draft.parameters, identity: setup.identity, mayGrow: false)
                jobs.append(Job(arm: arm, run: run, folder: folder))
            }
        }
        self.jobs = jobs
        for remark in sources.remarks + remarks { StandardError.remark(remark) }
    }

    /// Trains one arm on one seed to the end of its budget, from where an earlier run of it was stopped.
    ///
    /// - Returns: The head at the end, not the best one: a choice by held-out prompts would favour arms whose
    ///   measurements vary most. Nil when the user stopped it.
    /// - Throws: `FailedTraining` if it cannot go on, which says nothing about the other jobs; what opening files throws.
    mutating func train(_ job: Job, showing display: ExperimentDisplay) throws -> TrainedHead? {
        var setup = try TrainingSetup(job.run.strategy, from: &sources)
        setup.isCancelled = { Interruption.isRequested }
        let resumption = try job.folder.resumption(
            fitting: setup.draft.parameters, identity: setup.identity, mayGrow: false)
        for remark in resumption.remarks { StandardError.write(remark + "\n") }
        try job.folder.write(job.run.strategy, trainedIn: RunFolder.lastName)
        var run = try setup.run(in: job.folder, from: resumption.state)
        display.begin(job, at: run.trainer.state.step, share: run.trainer.share)
        run.onUpdate = { display.show($0, share: $1) }
        run.onEvaluation = { display.show($0) }
        let ending: TrainingRun.Ending
        do {
            ending = try run.run()
        } catch let error as FileWritingError {
            // A full disk stops all of them.
            throw error
        } catch {
            throw FailedTraining(arm: job.arm.name, seed: job.run.seed, reason: String(describing: error))
        }
        let state = run.trainer.state
        guard ending == .finished else {
            display.stop(job, at: state.step)
            return nil
        }
        let cost = TrainingCost(steps: state.step, seconds: state.seconds, flops: state.spent.total)
        display.finish(job, cost)
        return TrainedHead(
            arm: job.arm.name, seed: job.run.seed, cost: cost,
            folder: URL(fileURLWithPath: job.folder.path).appendingPathComponent("last", isDirectory: true))
    }
}
