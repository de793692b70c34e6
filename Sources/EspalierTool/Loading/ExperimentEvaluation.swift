import Decoding
import Evaluation
import LanguageModels
import Runtime
import Speculation
import Strategies
import Training

/// Measures the heads of an experiment: each at every tree, on the same prompts, interleaved prompt by prompt.
struct ExperimentEvaluation {
    let target: OpenedTarget
    let contestants: [ExperimentContestant]
    private let setup: ComparisonSetup
    private let experiment: Experiment

    /// Opens the heads; the one that all started from comes first.
    init(
        _ experiment: Experiment, heads: [TrainedHead], in registry: PluginRegistry, by factory: inout EngineFactory
    ) throws {
        let target = try factory.target(of: experiment.start)
        let stored = try StoredHeads(readBy: experiment.start.draft.name, in: registry, for: target.target)
        var drafts = [try factory.engine(for: experiment.start).draft]
        for head in heads { drafts.append(try stored.head(in: head.folder).policy()) }
        var contestants: [ExperimentContestant] = []
        var entries: [ComparisonEntry] = []
        for tree in experiment.trees {
            let rules = try factory.rules(for: tree.strategy)
            let measured = Self.contestants(of: experiment, heads, at: tree)
            for (contestant, draft) in zip(measured, drafts) {
                contestants.append(contestant)
                entries.append(Self.entry(contestant, draft, at: tree.strategy, on: target, by: rules))
            }
        }
        self.experiment = experiment
        self.target = target
        self.contestants = contestants
        setup = try ComparisonSetup(entries, of: target)
    }

    /// The comparison on the given prompts.
    func comparison(of workload: Workload, maximumNewTokens: Int) -> Comparison {
        setup.comparison(of: workload, maximumNewTokens: maximumNewTokens)
    }

    /// The report of what the comparison measured.
    ///
    /// - Parameters:
    ///   - result: What was measured.
    ///   - failures: Trainings that left no head to measure.
    /// - Returns: The report.
    func report(of result: ComparisonResult, without failures: [FailedTraining]) -> ExperimentReport {
        ExperimentReport(
            of: result, contestants: contestants, failures: failures, name: experiment.name,
            budget: experiment.budget.description,
            resolved: experiment.resolved, machine: .current(facts: Toolkit.facts),
            versions: Toolkit.versions.merging(["target": target.reference]) { own, _ in own })
    }

    private static func contestants(
        of experiment: Experiment, _ heads: [TrainedHead], at tree: ExperimentTree
    ) -> [ExperimentContestant] {
        let reference = experiment.start.draft.options.first { $0.name == "head" }?.value.text
        let start = ExperimentContestant(
            arm: Experiment.startName, seed: nil, tree: tree.name, cost: .nothing, head: reference)
        return [start]
            + heads.map { head in
                ExperimentContestant(
                    arm: head.arm, seed: head.seed, tree: tree.name, cost: head.cost, head: head.path)
            }
    }

    private static func entry(
        _ contestant: ExperimentContestant, _ draft: (any DraftPolicy)?, at strategy: Strategy,
        on target: OpenedTarget, by rules: DecodingRules
    ) -> ComparisonEntry {
        ComparisonEntry(
            name: contestant.entryName, guarantee: strategy.guarantee,
            engine: DecodingEngine(
                target: target.target, draft: draft, builder: strategy.builder?.product,
                verifier: strategy.verifier.product),
            rules: rules,
            seed: strategy.seed, resolved: strategy.resolved)
    }
}
