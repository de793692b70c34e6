import Evaluation
import Files
import Foundation
import LanguageModels
import Ranks
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
        /// Its number among all of the experiment's.
        let number: Int
        let arm: ExperimentArm
        let run: ExperimentRun
        let path: String

        /// Open where this process trains it.
        let folder: RunFolder?

        /// The arm and the seed, for people.
        var label: String { "\(arm.name), seed \(run.seed)" }
    }

    /// Seed after seed, all arms of each: what is stopped early has whole seeds.
    let jobs: [Job]

    /// Those that this process trains.
    var ownJobs: [Job] { jobs.filter { $0.folder != nil } }

    private var sources: TrainingSources

    /// Opens what the trainings need.
    ///
    /// - Parameters:
    ///   - experiment: What to train.
    ///   - output: Where the run folders lie.
    ///   - restarting: Whether to forget what an earlier experiment left.
    ///   - ranks: The processes among which trainings are divided; nil for this one alone.
    ///   - chat: How conversations are written.
    /// - Throws: If a file is missing or damaged, or a folder belongs to something else.
    init(
        _ experiment: Experiment, in output: String, restarting: Bool, among ranks: RankGroup?, chat: ChatSettings
    ) throws {
        sources = try TrainingSources(
            targetOf: experiment.start, chat: chat)
        var jobs: [Job] = []
        // Arms that begin with one head say the same of it.
        var remarks: [String] = []
        let own = Set(ExperimentShare.jobs(of: experiment.seeds.count * experiment.arms.count, in: ranks))
        for index in experiment.seeds.indices {
            for arm in experiment.arms {
                let run = arm.runs[index]
                let path = URL(fileURLWithPath: output).appendingPathComponent("\(arm.fileName)-seed\(run.seed)")
                    .relativePath
                var folder: RunFolder?
                if own.contains(jobs.count) {
                    let setup = try TrainingSetup(run.strategy, from: &sources)
                    remarks += setup.draft.remarks.filter { !remarks.contains($0) }
                    let opened = try RunFolder(path, restarting: restarting)
                    _ = try opened.resumption(
                        fitting: setup.draft.parameters, identity: setup.identity, mayGrow: false)
                    folder = opened
                }
                jobs.append(Job(number: jobs.count, arm: arm, run: run, path: path, folder: folder))
            }
        }
        self.jobs = jobs
        guard ranks?.isLeader ?? true else { return }
        for remark in sources.remarks + remarks { StandardError.remark(remark) }
    }

    /// Trains one arm on one seed to the end of its budget, from where an earlier run of it was stopped.
    ///
    /// - Returns: What the head at the end took, not the best one: a choice by held-out prompts would favour arms whose
    ///   measurements vary most. Nil when the user stopped it.
    /// - Throws: `FailedTraining` if it cannot go on, which says nothing about the other jobs; what opening files throws.
    mutating func train(_ job: Job, showing display: ExperimentDisplay) throws -> TrainingCost? {
        guard let folder = job.folder else { preconditionFailure("another process trains \(job.label)") }
        var setup = try TrainingSetup(job.run.strategy, from: &sources)
        setup.isCancelled = { Interruption.isRequested }
        let resumption = try folder.resumption(
            fitting: setup.draft.parameters, identity: setup.identity, mayGrow: false)
        for remark in resumption.remarks { StandardError.write(remark + "\n") }
        try folder.write(job.run.strategy, trainedIn: RunFolder.lastName)
        var run = try setup.run(in: folder, from: resumption.state)
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
        return cost
    }

    /// The head that a training has stored, of this process or another one.
    ///
    /// - Parameters:
    ///   - number: The job's.
    ///   - cost: What it took.
    /// - Returns: The head.
    func head(of number: Int, at cost: TrainingCost) -> TrainedHead {
        let job = jobs[number]
        return TrainedHead(
            arm: job.arm.name, seed: job.run.seed, cost: cost,
            folder: URL(fileURLWithPath: job.path).appendingPathComponent(RunFolder.lastName, isDirectory: true))
    }
}
