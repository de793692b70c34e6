import ArgumentParser
import Foundation
import Runtime
import Speculation
import Strategies

/// Validates strategy and experiment files and shows them with every default filled in.
struct CheckCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Validate strategy and experiment files and print them resolved.",
        discussion: """
            Every fault of every file is shown with its place, an objective for a draft that cannot be trained among them. No \
            model is opened unless --open asks for it; nothing is decoded.
            """)

    @Argument(
        help:
            "Strategy and experiment files, folders, or names of the package's own; all its strategies when none are given."
    )
    var paths: [String] = []

    @Flag(
        help:
            "Open the models, heads, tokenizers, costs and data that the files name, as running them does, and tell what is wrong."
    )
    var open = false

    @OptionGroup(title: "Models") var models: ModelOptions

    @OptionGroup(title: "Sampling") var sampling: SamplingOptions

    @OptionGroup var json: JSONOutput

    func run(with registry: PluginRegistry) throws {
        try json.checkWritable()
        let locator = StrategyLocator(registry: registry, overrides: models.targetOverrides.drawing(as: sampling))
        let (strategies, experiments) = try locator.strategiesAndExperiments(paths, drafts: models.drafts)
        let trained =
            strategies + experiments.flatMap { $0.arms.prefix(1).flatMap { $0.runs.prefix(1).map(\.strategy) } }
        let untrainable = trained.compactMap { strategy -> StrategyFaults? in
            guard let training = strategy.training, let obstacle = strategy.obstacleToTraining else { return nil }
            return strategy.report([Fault(obstacle, at: training.objective.place)])
        }
        guard untrainable.isEmpty else { throw StrategyFaults(joining: untrainable) }
        if open { try checkOpening(strategies, experiments) }
        let listing = CheckListing(strategies, experiments, opened: open)
        try json.write(listing, showing: listing.text)
    }

    /// Opens what files name, each target once.
    ///
    /// - Throws: ``CommandFailure`` with everything that is wrong, a line each.
    private func checkOpening(_ strategies: [Strategy], _ experiments: [Experiment]) throws {
        var factory = try models.engineFactory
        var faults: [String] = []
        let opened =
            strategies
            + experiments.flatMap { $0.trees.map(\.strategy) + $0.arms.flatMap { $0.runs.prefix(1).map(\.strategy) } }
        for strategy in opened {
            for fault in factory.faultsOpening(strategy) where !faults.contains(fault) { faults.append(fault) }
        }
        guard faults.isEmpty else { throw CommandFailure(faults.joined(separator: "\n")) }
    }
}
