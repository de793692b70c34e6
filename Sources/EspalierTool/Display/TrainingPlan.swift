import Autograd
import Evaluation
import Foundation
import Platform
import Runtime
import Speculation
import Strategies
import Training

/// What a training run will take.
struct TrainingPlan {
    private let setup: TrainingSetup
    private let forecast: TrainingForecast

    /// Makes two updates and throws them away.
    ///
    /// - Throws: What an update throws.
    init(_ setup: TrainingSetup) throws {
        self.setup = setup
        forecast = try TrainingForecast(setup)
    }

    /// The resolved strategy and the plan.
    var text: String {
        let facts = [
            ("draft", draft),
            ("parameters", String(setup.draft.parameters.count)),
            ("data", setup.corpus.summary.description),
            ("held out", setup.heldOut.summary),
            ("products", setup.options.products.text),
            ("updates", counted),
            ("an update", cost(of: forecast.update)),
            ("memory", "\(Memory.peakText) at its highest, by an update of the longest sequences"),
            ("time", "about \(forecast.seconds.minutes), evaluation not counted"),
        ]
        return setup.strategy.resolvedText + "\n" + FactList.text(of: facts)
    }

    /// What the draft reads and proposes.
    private var draft: String {
        let layers = setup.draft.features?.layers.map(String.init).joined(separator: ", ")
        let reads = layers.map { "reads the inputs of the target's layers \($0), " } ?? ""
        let coverage = setup.corpus.sequences.coverage(by: setup.draft.vocabulary)
        return "\(reads)proposes \(setup.draft.vocabulary.count.counting("token")), \(coverage.percent) of the answers'"
    }

    private func cost(of update: UpdateRecord) -> String {
        let operations = (update.spent.total / 1e9).formatted(decimals: 1)
        let share = (update.spent.target / update.spent.total).percent
        return "\(update.seconds.formatted(decimals: 3)) s, \(operations) GFLOP, \(share) of them the target's"
    }

    private var counted: String {
        "about \(forecast.updates.formatted(decimals: 0)) of \(setup.options.batch.counting("sequence")), "
            + "\(forecast.epochs.formatted(decimals: 2)) epochs"
    }
}

extension TrainingPlan: Encodable {
    private enum CodingKeys: String, CodingKey {
        case strategy, parameters, data, updates, epochs, seconds
        case secondsOfUpdate = "update_seconds"
        case operationsOfUpdate = "update_flops"
        case peakBytes = "peak_bytes"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(setup.strategy.resolved, forKey: .strategy)
        try container.encode(setup.draft.parameters.count, forKey: .parameters)
        try container.encode(TrainingDataListing(setup), forKey: .data)
        try container.encode(forecast.updates, forKey: .updates)
        try container.encode(forecast.epochs, forKey: .epochs)
        try container.encode(forecast.update.seconds, forKey: .secondsOfUpdate)
        try container.encode(forecast.update.spent.total, forKey: .operationsOfUpdate)
        try container.encode(forecast.seconds, forKey: .seconds)
        try container.encode(Memory.peak, forKey: .peakBytes)
    }
}

extension Double {
    /// These seconds in minutes, for people.
    var minutes: String { "\((self / 60).formatted(decimals: 1)) min" }
}
