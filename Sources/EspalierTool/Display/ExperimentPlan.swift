import Autograd
import Evaluation
import Foundation
import Platform
import Runtime
import Strategies
import Training

/// What the trainings of an experiment will take, arm by arm.
struct ExperimentPlan {
    private let experiment: Experiment

    init(_ experiment: Experiment) { self.experiment = experiment }

    /// The plan: two updates of each arm are made and thrown away, and nothing is written.
    ///
    /// - Parameter sources: Target and conversations, opened as far as they are needed.
    /// - Returns: A table of the arms, and the sum.
    /// - Throws: If an arm cannot be trained, or a file is missing, damaged or does not fit.
    func text(from sources: inout TrainingSources) throws -> String {
        var table = TextTable(
            title: "Plan",
            columns: ["arm", "parameters", "updates", "epochs", "GFLOP each", "seconds each", "time a seed"])
        var seconds = 0.0
        for arm in experiment.arms {
            guard let run = arm.runs.first else { continue }
            let setup = try TrainingSetup(run.strategy, from: &sources)
            let forecast = try TrainingForecast(setup)
            seconds += forecast.seconds * Double(arm.runs.count)
            table.append([
                arm.name, String(setup.draft.parameters.count), forecast.updates.formatted(decimals: 0),
                forecast.epochs.formatted(decimals: 2), (forecast.update.spent.total / 1e9).formatted(decimals: 1),
                forecast.update.seconds.formatted(decimals: 3), forecast.seconds.minutes,
            ])
        }
        let seeds = experiment.seeds.map(String.init).joined(separator: ", ")
        return table.text + "\nSeeds \(seeds): about \(seconds.minutes) of training in all, measuring not counted; "
            + "\(Memory.peakText) of memory at its highest so far.\n"
    }
}
