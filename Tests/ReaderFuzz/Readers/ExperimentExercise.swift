import BuiltinPlugins
import Foundation
import Runtime
import Strategies

/// Experiment files: every arm, tree and seed of one that is accepted is looked at.
struct ExperimentExercise: ReaderExercise {
    static let name = "experiment"

    /// A thousand trainings are allowed, and each is a strategy of some ten thousand bytes however it is written.
    let allowance = 32 << 20

    private let locator: StrategyLocator

    init() throws { locator = StrategyLocator(registry: try BuiltinPlugins.registry()) }

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let experiment = try locator.experiment(files[0].path, overrides: ExperimentOverrides())
        try Attempts.demand(
            !experiment.arms.isEmpty && !experiment.seeds.isEmpty && !experiment.trees.isEmpty, "it has nothing to do")
        _ = (experiment.budget.description, experiment.resolved, experiment.start.resolvedText)
        for arm in experiment.arms {
            try Attempts.demand(arm.runs.count == experiment.seeds.count, "an arm has other seeds")
            for run in arm.runs { _ = run.strategy.resolvedText }
        }
    }
}
