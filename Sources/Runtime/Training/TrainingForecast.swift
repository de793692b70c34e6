import Speculation
package import Training

/// What training will take, by two updates that are made and thrown away: one of the longest sequences, and the first.
package struct TrainingForecast {
    /// The update that the forecast goes by.
    package let update: UpdateRecord

    /// How many updates the tightest budget allows.
    package let updates: Double

    /// How often the data are seen meanwhile.
    package let epochs: Double

    /// Tries a training.
    ///
    /// - Throws: What an update throws.
    package init(_ setup: TrainingSetup) throws {
        // The first update also touches memory and files for the first time; on the longest sequences it holds the most.
        var longest = try setup.trainer(from: nil, on: setup.longestSequences, isTrial: true)
        _ = try longest.update()
        var trial = try setup.trainer(from: nil, isTrial: true)
        update = try trial.update()
        updates = Self.updates(like: update, within: setup.options)
        epochs = updates * Double(setup.options.batch) / Double(setup.corpus.sequences.count)
    }

    /// The seconds of all updates.
    package var seconds: Double { updates * update.seconds }

    private static func updates(like record: UpdateRecord, within options: TrainerOptions) -> Double {
        var updates = Double.infinity
        if options.steps > 0 { updates = min(updates, Double(options.steps)) }
        if options.flops > 0 { updates = min(updates, (options.flops / record.spent.total).rounded(.up)) }
        if options.seconds > 0 { updates = min(updates, (options.seconds / record.seconds).rounded(.up)) }
        return updates
    }
}
