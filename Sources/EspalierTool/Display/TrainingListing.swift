import Autograd
import Evaluation
import Runtime
import Speculation
import Strategies
import Training

/// How a training run went, for programs.
struct TrainingListing {
    let setup: TrainingSetup
    let run: TrainingRun

    /// The held-out measurements of this process, in their order; what an earlier one measured is in its log.
    let evaluations: [EvaluationRecord]

    /// Whether the user stopped the run, which the same command goes on with.
    let isIncomplete: Bool
}

extension TrainingListing: Encodable {
    private enum CodingKeys: String, CodingKey {
        case strategy, parameters, data, steps, seconds, flops, evaluations, best, head, incomplete
    }

    /// Writes every key, with null for a best head where nothing was measured.
    func encode(to encoder: any Encoder) throws {
        let state = run.trainer.state
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(setup.strategy.resolved, forKey: .strategy)
        try container.encode(setup.draft.parameters.count, forKey: .parameters)
        try container.encode(TrainingDataListing(setup), forKey: .data)
        try container.encode(state.step, forKey: .steps)
        try container.encode(state.seconds, forKey: .seconds)
        try container.encode(state.spent.total, forKey: .flops)
        try container.encode(evaluations.map(Evaluation.init), forKey: .evaluations)
        try container.encode(state.best.map(Best.init), forKey: .best)
        try container.encode(run.folder.path, forKey: .head)
        try container.encode(isIncomplete, forKey: .incomplete)
    }

    private struct Best: Encodable {
        let tau: Double
        let step: Int

        init(_ best: TrainerState.Best) {
            (tau, step) = (best.tau, best.step)
        }
    }

    private struct Evaluation: Encodable {
        private let record: EvaluationRecord

        init(_ record: EvaluationRecord) { self.record = record }

        private enum CodingKeys: String, CodingKey {
            case step, tau, prompts, best
            case interval = "tau_ci95"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(record.step, forKey: .step)
            try container.encode(record.tau, forKey: .tau)
            try container.encode(record.interval, forKey: .interval)
            try container.encode(record.prompts, forKey: .prompts)
            try container.encode(record.isBest, forKey: .best)
        }
    }
}
