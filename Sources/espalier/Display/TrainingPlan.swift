import Autograd
import Evaluation
import Foundation
import Speculation
import Strategies
import Training

/// What a training run will take, measured by two updates that are thrown away.
struct TrainingPlan {
    private let setup: TrainingSetup

    init(_ setup: TrainingSetup) { self.setup = setup }

    /// The resolved strategy and the plan.
    func text() throws -> String {
        var trial = try setup.trainer(from: nil)
        // The first update also touches memory and files for the first time.
        _ = try trial.update()
        let record = try trial.update()
        let updates = updates(like: record)
        let facts = [
            Fact(name: "parameters", text: String(setup.head.parameters.count)),
            Fact(name: "data", text: setup.corpus.summary.description),
            Fact(name: "updates", text: counted(updates)),
            Fact(name: "an update", text: cost(of: record)),
            Fact(name: "memory", text: "\(PeakMemory.bytes / 1_048_576) MiB at its highest so far"),
            Fact(name: "time", text: duration(updates * record.seconds)),
        ]
        let width = facts.map(\.name.count).max() ?? 0
        let lines = facts.map { fact in
            fact.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + fact.text + "\n"
        }
        return setup.strategy.resolvedText + "\n" + lines.joined()
    }

    private struct Fact {
        let name: String
        let text: String
    }

    private func updates(like record: UpdateRecord) -> Double {
        let options = setup.options
        var updates = Double.infinity
        if options.steps > 0 { updates = min(updates, Double(options.steps)) }
        if options.flops > 0 { updates = min(updates, (options.flops / record.spent.total).rounded(.up)) }
        if options.seconds > 0 { updates = min(updates, (options.seconds / record.seconds).rounded(.up)) }
        return updates
    }

    private func counted(_ updates: Double) -> String {
        let epochs = updates * Double(setup.options.batch) / Double(setup.corpus.sequences.count)
        return "about \(updates.formatted(decimals: 0)) of \(setup.options.batch) sequences, "
            + "\(epochs.formatted(decimals: 2)) epochs"
    }

    private func cost(of record: UpdateRecord) -> String {
        let operations = (record.spent.total / 1e9).formatted(decimals: 1)
        let share = (record.spent.target / record.spent.total).percent
        return "\(record.seconds.formatted(decimals: 3)) s, \(operations) GFLOP, \(share) of them the target's"
    }

    private func duration(_ seconds: Double) -> String {
        "about \((seconds / 60).formatted(decimals: 1)) min, evaluation not counted"
    }
}
