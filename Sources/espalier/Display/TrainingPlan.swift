import Evaluation
import Foundation
import Training

/// What a training run will take, measured by one update that is thrown away.
struct TrainingPlan {
    private let setup: TrainingSetup

    init(_ setup: TrainingSetup) { self.setup = setup }

    func text() throws -> String {
        var trial = try setup.trainer(from: nil)
        // The first update also touches memory and files for the first time.
        _ = try trial.update()
        let record = try trial.update()
        let options = setup.options
        var updates = Double.infinity
        if options.steps > 0 { updates = min(updates, Double(options.steps)) }
        if options.flops > 0 { updates = min(updates, (options.flops / record.spent.total).rounded(.up)) }
        if options.seconds > 0 { updates = min(updates, (options.seconds / record.seconds).rounded(.up)) }
        let epochs = updates * Double(options.batch) / Double(setup.corpus.sequences.count)
        let lines = [
            ("parameters", "\(setup.head.parameters.count)"),
            ("data", "\(setup.corpus.summary)"),
            ("updates", "\(updates.formatted(decimals: 0)) of \(options.batch) sequences, \(epochs.formatted(decimals: 2)) epochs"),
            ("an update", "\(record.seconds.formatted(decimals: 3)) s, \((record.spent.total / 1e9).formatted(decimals: 1)) GFLOP "
                + "(target \((100 * record.spent.target / record.spent.total).formatted(decimals: 0)) %)"),
            ("memory", "\((PeakMemory.bytes / 1_048_576).formatted()) MiB at most so far"),
            ("time", "about \((updates * record.seconds / 60).formatted(decimals: 1)) min, evaluation not counted"),
        ]
        let width = lines.map(\.0.count).max() ?? 0
        return setup.strategy.resolvedText + "\n"
            + lines.map { $0.0.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.1 + "\n" }.joined()
    }
}

/// The most memory that this process has held.
enum PeakMemory {
    /// Resident bytes.
    static var bytes: Int {
        var usage = rusage()
        return getrusage(RUSAGE_SELF, &usage) == 0 ? Int(usage.ru_maxrss) * 1024 : 0
    }
}
