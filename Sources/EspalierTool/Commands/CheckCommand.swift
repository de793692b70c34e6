import ArgumentParser
import Foundation
import Runtime
import Speculation
import Strategies

/// Validates strategy files and shows them with every default filled in.
struct CheckCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Validate strategy files and print them resolved.",
        discussion: "Every fault of every file is shown with its place. No model is opened.")

    @Argument(help: "Strategy files, folders, or names of the package's own; all of its own when none are given.")
    var paths: [String] = []

    @OptionGroup(title: "Models") var models: ModelOptions

    @OptionGroup(title: "Sampling") var sampling: SamplingOptions

    @OptionGroup var json: JSONOutput

    func run(with registry: PluginRegistry) throws {
        try json.checkWritable()
        let locator = StrategyLocator(registry: registry, overrides: models.targetOverrides.drawing(as: sampling))
        let strategies = try locator.strategies(paths, drafts: models.drafts)
        try json.write(
            ["strategies": strategies.map(\.resolved)],
            showing: strategies.map(\.resolvedText).joined(separator: "\n"))
    }
}
