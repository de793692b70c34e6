import ArgumentParser
import Evaluation
import Foundation
import Runtime
import Speculation
import Strategies
import Training

/// Trains the draft of a strategy for the tree that the strategy builds.
struct TrainCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a strategy's draft with the objective that its file names.",
        discussion: """
            The objective and its options stand in the section 'train', everything else in 'trainer'. The output folder \
            gets the head that did best on held-out prompts: `compare --head FOLDER` loads it. Ctrl-C and SIGTERM stop \
            after the current update and exit with 130 and 143; the same command goes on from there, bit for bit, and so \
            does one with larger limits.
            """)

    @Argument(help: "Strategy: a file, or the name of one that comes with the package.")
    var strategy: String

    @Option(help: ArgumentHelp("The folder of the run: its head, its states.", valueName: "folder"))
    var output: String

    @OptionGroup(title: "Trainer") var trainer: TrainerOverrides

    @Option(
        help: ArgumentHelp("Note every update and evaluation in a file, one JSON object a line.", valueName: "file"))
    var log: String?

    @Flag(help: "Show parameters, data, memory and estimated time, and end.")
    var plan = false

    @Flag(help: "Begin anew where an earlier run left states.")
    var restart = false

    @OptionGroup(title: "Models") var models: ModelOptions

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        Interruption.listen()
        var overrides = models.overrides
        trainer.apply(to: &overrides)
        let strategy = try StrategyLocator(registry: registry, overrides: overrides).strategy(strategy)
        var setup = try TrainingSetup(
            strategy, chatTemplate: models.chatTemplate?.template, allowsThinking: models.thinking)
        setup.isCancelled = { Interruption.isRequested }
        if plan { return try StandardOutput.write(TrainingPlan(setup).text()) }
        let folder = try RunFolder(output, restarting: restart)
        let resumption = try folder.resumption(fitting: setup.draft.parameters, identity: setup.identity)
        for remark in resumption.remarks { StandardError.write(remark + "\n") }
        if let state = resumption.state { StandardError.write("going on after step \(state.step)\n") }
        try folder.write(strategy.resolvedText, named: "strategy.yaml")
        var run = try setup.run(in: folder, from: resumption.state)
        if let log { run.log = try TrainingLog(log, continuing: resumption.state) }
        try StandardOutput.write(setup.heading)
        let display = TrainingDisplay(options: setup.options, startingAt: run.trainer.share)
        run.onUpdate = { display.show($0, share: $1) }
        run.onEvaluation = { display.show($0) }
        defer { display.clear() }
        let ending = try run.run()
        display.clear()
        if ending == .stopped {
            StandardError.write("stopped after step \(run.trainer.state.step): the same command goes on from there\n")
            throw ExitCode(Interruption.exitStatus)
        }
        try StandardOutput.write(display.conclusion(of: run, policy: strategy.draft.name))
    }
}
