import ArgumentParser
import Evaluation
import Foundation
import LanguageModels
import Ranks
import Runtime
import Speculation
import Strategies
import Training

/// Trains the draft of a strategy for the tree that the strategy builds.
struct TrainCommand: RegistryCommand {
    static let isShared = true

    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a strategy's draft with the objective that its file names.",
        discussion: """
            The objective and its options stand in the section 'train', everything else in 'trainer'. The output folder \
            gets the head that did best on held-out prompts, and the strategy with it: compare FOLDER/strategy.yaml. Ctrl-C and SIGTERM stop \
            after the current update and exit with 130 and 143; the same command goes on from there, bit for bit, and so \
            does one with larger limits.

            Several processes train as one: mpirun -n N espalier train …, with Open MPI. An update then takes 'batch' sequences of \
            each, and the head is, bit for bit, that of one process with a batch N times as large.
            """)

    @Argument(help: "Strategy: a file, or the name of one that comes with the package.")
    var strategy: String

    @Option(help: ArgumentHelp("The folder of the run: its head, its states; not for --plan.", valueName: "folder"))
    var output: String?

    @OptionGroup(title: "Trainer") var trainer: TrainerOverrides

    @Option(
        help: ArgumentHelp("Note every update and evaluation in a file, one JSON object a line.", valueName: "file"))
    var log: String?

    @Flag(help: "Show parameters, data, memory and estimated time, and end.")
    var plan = false

    @Flag(help: "Begin anew where an earlier run left states.")
    var restart = false

    @OptionGroup(title: "Models") var models: ModelOptions

    @OptionGroup var json: JSONOutput

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws {
        try json.refuseSharing(with: log, of: "--log")
        guard plan || output != nil else {
            throw ValidationError("--output names the folder of the run, and is missing; only --plan needs none")
        }
    }

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        try json.checkWritable()
        Interruption.listen()
        var overrides = try models.overrides
        trainer.apply(to: &overrides)
        let ranks = plan ? nil : try RankGroup.joined()
        defer { ranks?.leave() }
        let chat = try models.chat.settings
        func open() throws -> TrainingSetup {
            var strategy = try StrategyLocator(registry: registry, overrides: overrides).strategy(self.strategy)
            if let ranks, let batch = strategy.training?.trainer.batch {
                overrides.replace(trainer: "batch", by: .integer(batch * ranks.count))
                strategy = try StrategyLocator(registry: registry, overrides: overrides).strategy(self.strategy)
            }
            return try TrainingSetup(strategy, chat: chat)
        }
        guard var setup = try ranks.map({ try RankedTraining.setUp($0, open) }) ?? open() else { return }
        defer { ranks.map(RankedTraining.end) }
        let strategy = setup.strategy
        setup.isCancelled = { Interruption.isRequested }
        for remark in setup.draft.remarks { StandardError.remark(remark) }
        for doubt in setup.doubts { StandardError.remark("warning: \(doubt)") }
        if plan {
            if log != nil { StandardError.remark("--plan makes no updates: there is nothing to write to --log") }
            let plan = try TrainingPlan(setup)
            return try json.write(plan, showing: plan.text)
        }
        guard let output else { return }
        let folder = try RunFolder(output, restarting: restart)
        let resumption = try folder.resumption(fitting: setup.draft.parameters, identity: setup.identity)
        for remark in resumption.remarks { StandardError.write(remark + "\n") }
        if let state = resumption.state { StandardError.write("going on after step \(state.step)\n") }
        try folder.write(strategy)
        var run = try setup.run(in: folder, from: resumption.state, among: ranks)
        if let log { run.log = try TrainingLog(log, continuing: resumption.state) }
        try json.tell(setup.heading)
        let display = TrainingDisplay(startingAt: run.trainer.share, output: json)
        run.onUpdate = { display.show($0, share: $1) }
        run.onEvaluation = { display.show($0) }
        defer { display.clear() }
        let ending = try run.run()
        display.clear()
        let listing = TrainingListing(
            setup: setup, run: run, evaluations: display.evaluations, isIncomplete: ending == .stopped)
        if ending == .stopped {
            try json.write(listing, showing: "")
            StandardError.write("stopped after step \(run.trainer.state.step): the same command goes on from there\n")
            throw ExitCode(Interruption.exitStatus)
        }
        try json.write(
            listing, showing: display.conclusion(of: run, advice: advice(for: strategy, after: run, in: output)))
    }

    /// The command that shows the trained draft beside the one that the strategy has had.
    private func advice(
        for strategy: Strategy, after run: TrainingRun, in output: String
    ) throws -> String {
        guard let recipe = strategy.draft.product as? any TrainableRecipe else { return "" }
        let place = type(of: recipe).placeOption
        let option = place == "head" ? "--head" : "--draft-model"
        let former = strategy.draft.options.first { $0.name == place && $0.isPlace }?.value.text
        var words = [CommandName.current, "compare", self.strategy] + models.targetWords
        let trained = run.gainedNothing ? run.lastPath : output
        for draft in [former, trained].compactMap({ $0 }) { words += [option, draft] }
        return words.map(\.shellWord).joined(separator: " ")
    }
}
