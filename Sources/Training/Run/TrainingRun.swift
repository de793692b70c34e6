public import Evaluation
import Files
import LanguageModels
public import Speculation

/// One training run from start, or from where it was stopped, to its end.
///
/// The run owns the folder, the log and the evaluations; ``Trainer`` makes the updates. Killed at any moment and run again,
/// it ends with the same bits as if it had never been stopped, unless its budget is one of seconds.
public struct TrainingRun {
    /// Makes the updates.
    public private(set) var trainer: Trainer

    /// Where head and states go.
    public let folder: RunFolder

    /// What the run is; states of another are refused.
    public let identity: RunIdentity

    /// Decodes held-out prompts with a policy; nil when cancelled.
    public let evaluate: (any DraftPolicy) throws -> HeldOutTally?

    /// Where each update and evaluation is noted.
    public var log: TrainingLog?

    /// Asked between updates and rounds of decoding.
    public var isCancelled: () -> Bool = { false }

    /// Hears of every update, with the share of the budget that is spent.
    public var onUpdate: (UpdateRecord, _ share: Double) -> Void = { _, _ in }

    /// Hears of every evaluation.
    public var onEvaluation: (EvaluationRecord) -> Void = { _ in }

    /// How a run ended.
    public enum Ending: Sendable, Hashable {
        /// The budget is spent.
        case finished
        /// The user stopped it; the folder holds what it goes on from.
        case stopped
    }

    /// Puts a run together.
    ///
    /// - Parameters:
    ///   - trainer: New, or restored from the folder's state.
    ///   - folder: Where head and states go.
    ///   - identity: What the run is.
    ///   - evaluate: Decodes held-out prompts with a policy.
    public init(
        _ trainer: Trainer, in folder: RunFolder, identity: RunIdentity,
        evaluate: @escaping (any DraftPolicy) throws -> HeldOutTally?
    ) {
        self.trainer = trainer
        self.folder = folder
        self.identity = identity
        self.evaluate = evaluate
    }

    /// Trains until a budget is spent or the user stops it.
    ///
    /// - Returns: How it ended.
    /// - Throws: ``TrainingError`` if training diverges, the last good state being stored; `FileWritingError`, the state
    ///   stored before being still there; whatever the models throw.
    public mutating func run() throws -> Ending {
        if !trainer.isDone { try trainer.checkMemory() }
        // A run may have been stopped in the midst of an evaluation.
        if isAssessmentDue, trainer.state.evaluated != trainer.state.step {
            guard try assess() else { return .stopped }
            if trainer.state.step > 0 { try folder.save(trainer.state, identity: identity) }
        }
        while !trainer.isDone {
            if isCancelled() { return try stop() }
            let record: UpdateRecord
            do {
                record = try trainer.update()
            } catch let error as TrainingError {
                try folder.save(trainer.state, identity: identity)
                throw error
            }
            try log?.append(record)
            onUpdate(record, trainer.share)
            if isAssessmentDue, try !assess() { return try stop() }
            if record.step.isMultiple(of: trainer.options.saveEvery) {
                try folder.save(trainer.state, identity: identity)
            }
        }
        let draft = trainer.trainedDraft
        try folder.write(draft.files(in: draft.layout, storing: draft.storage), isLast: true)
        try folder.save(trainer.state, identity: identity)
        return .finished
    }

    /// Whether held-out prompts are decoded after the latest update: at the beginning and at the end, and now and then.
    private var isAssessmentDue: Bool {
        let (step, interval) = (trainer.state.step, trainer.options.evaluateEvery)
        return step == 0 || trainer.isDone || (interval > 0 && step.isMultiple(of: interval))
    }

    private func stop() throws -> Ending {
        try folder.save(trainer.state, identity: identity)
        return .stopped
    }

    /// Measures the acceptance length, and keeps the head if it is the best so far; false when cancelled.
    private mutating func assess() throws -> Bool {
        let draft = trainer.trainedDraft
        guard let tally = try evaluate(try draft.policy()) else { return false }
        guard let tau = tally.tau else { throw TrainingError.nothingDecoded }
        let isBest = trainer.note(tau: tau)
        if isBest { try folder.write(draft.files(in: draft.layout, storing: draft.storage)) }
        let record = EvaluationRecord(
            step: trainer.state.step, tau: tau, interval: tally.interval, prompts: tally.tallies.count, isBest: isBest)
        try log?.append(record)
        onEvaluation(record)
        return true
    }
}
