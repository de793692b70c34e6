import Autograd
import Evaluation
import Foundation
import Platform
import Runtime
import Strategies
import Training

/// What the trainings of an experiment will take, arm by arm.
struct ExperimentPlan {
    /// What a training of one arm will take.
    fileprivate struct Arm {
        let name: String
        let parameters: Int
        let forecast: TrainingForecast
    }

    private let arms: [Arm]
    private let seeds: [UInt64]

    /// Makes two updates of each arm and throws them away; nothing is written.
    ///
    /// - Parameters:
    ///   - experiment: The arms.
    ///   - sources: Target and conversations, opened as far as they are needed.
    /// - Throws: If an arm cannot be trained, or a file is missing, damaged or does not fit.
    init(_ experiment: Experiment, from sources: inout TrainingSources) throws {
        seeds = experiment.seeds
        var arms: [Arm] = []
        for arm in experiment.arms {
            guard let run = arm.runs.first else { continue }
            let setup = try TrainingSetup(run.strategy, from: &sources)
            arms.append(
                Arm(
                    name: arm.name, parameters: setup.draft.parameters.count, forecast: try TrainingForecast(setup)))
        }
        self.arms = arms
    }

    /// The seconds of all trainings.
    private var seconds: Double { arms.reduce(0) { $0 + $1.forecast.seconds } * Double(seeds.count) }

    /// A table of the arms, and the sum.
    var text: String {
        var table = TextTable(
            title: "Plan",
            columns: ["arm", "parameters", "updates", "epochs", "GFLOP each", "seconds each", "time a seed"])
        for arm in arms {
            let forecast = arm.forecast
            table.append([
                arm.name, String(arm.parameters), forecast.updates.formatted(decimals: 0),
                forecast.epochs.formatted(decimals: 2), (forecast.update.spent.total / 1e9).formatted(decimals: 1),
                forecast.update.seconds.formatted(decimals: 3), forecast.seconds.minutes,
            ])
        }
        let seeds = seeds.map(String.init).joined(separator: ", ")
        return table.text + "\nSeeds \(seeds): about \(seconds.minutes) of training in all, measuring not counted; "
            + "\(Memory.peakText) of memory at its highest, by updates of the longest sequences.\n"
    }
}

extension ExperimentPlan: Encodable {
    private enum CodingKeys: String, CodingKey {
        case arms, seeds, seconds
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(arms, forKey: .arms)
        try container.encode(seeds, forKey: .seeds)
        try container.encode(seconds, forKey: .seconds)
    }
}

extension ExperimentPlan.Arm: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, parameters, updates, epochs, seconds
        case secondsOfUpdate = "update_seconds"
        case operationsOfUpdate = "update_flops"
    }

    /// Writes what one seed takes.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(forecast.updates, forKey: .updates)
        try container.encode(forecast.epochs, forKey: .epochs)
        try container.encode(forecast.update.seconds, forKey: .secondsOfUpdate)
        try container.encode(forecast.update.spent.total, forKey: .operationsOfUpdate)
        try container.encode(forecast.seconds, forKey: .seconds)
    }
}
