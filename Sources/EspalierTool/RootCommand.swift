import ArgumentParser
import Runtime

/// The command: compares, runs and explains strategies of tree-based speculative decoding.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: CommandName.current,
        abstract: "Compare ways of tree-based speculative decoding on your model and machine.",
        discussion: """
            A strategy file (YAML) names how tokens are drafted, how the tree is built and how it is verified. \
            Without arguments every command uses the bundled demo model, its EAGLE-3 head and the strategies that \
            come with the package.
            """,
        version: Toolkit.version,
        subcommands: [
            CompareCommand.self, GenerateCommand.self, TreeCommand.self, CheckCommand.self, PluginsCommand.self,
            PluginCommand.self, InspectCommand.self,
            TokenizeCommand.self, ScoreCommand.self, RegenerateCommand.self, TrainCommand.self,
            ExperimentCommand.self, ExportCommand.self, CalibrateCommand.self,
            BenchCommand.self,
        ])
}
