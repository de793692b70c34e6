import ArgumentParser
import Evaluation
import Files
import Foundation
import Runtime
import Speculation
import Strategies

/// Runs strategies on the same prompts and prints how they compare.
struct CompareCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare strategies on the same prompts, each against plain decoding.",
        discussion: """
            Strategies are interleaved prompt by prompt. At temperature 0 every lossless strategy's output is compared \
            with plain decoding's, token by token; if any differs, the exit status is 1. Ctrl-C stops after the \
            current round, reports the prompts that are complete, and exits with 130.
            """)

    @Argument(help: "Strategy files, folders, or names of the package's own; all of its own when none are given.")
    var paths: [String] = []

    @Option(
        help: ArgumentHelp(
            "Prompts: MT-Bench or EAGLE question.jsonl, HumanEval, GSM8K or plain text; bundled ones when left out.",
            valueName: "file"))
    var prompts: String?

    @Option(help: "Use the first prompts only.")
    var limit: PositiveCount?

    @Option(help: "The largest number of new tokens of each answer.")
    var maxNewTokens = PositiveCount(128)

    @Option(help: "How many prompts each strategy decodes together, to measure it under load.")
    var concurrency = PositiveCount(1)

    @OptionGroup(title: "Models") var models: ModelOptions

    @OptionGroup(title: "Sampling") var sampling: SamplingOptions

    @Option(help: ArgumentHelp("Write the report as JSON.", valueName: "file"))
    var json: String?

    @Option(help: ArgumentHelp("Write the report as markdown.", valueName: "file"))
    var markdown: String?

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        // Minutes of work must not end at a folder that does not exist.
        for path in [json, markdown].compactMap({ $0 }) { try AtomicFile.checkWritable(path) }
        Interruption.listen()
        let locator = StrategyLocator(registry: registry, overrides: StrategyOverrides(models, sampling))
        let strategies = try locator.strategies(paths)
        let workload = try PromptLocator.workload(prompts, limit: limit?.value)
        var factory = models.engineFactory
        let setup = try ComparisonSetup(strategies, by: &factory)
        let bar = ProgressBar()
        var comparison = setup.comparison(of: workload, maximumNewTokens: maxNewTokens.value)
        comparison.concurrency = concurrency.value
        comparison.isCancelled = { Interruption.isRequested }
        comparison.onProgress = { bar.draw($0) }

        defer { bar.clear() }
        let result = try comparison.run()
        bar.clear()
        let versions = Toolkit.versions.merging(["target": setup.target.reference]) { own, _ in own }
        let report = ComparisonReport(of: result, machine: .current(facts: Toolkit.facts), versions: versions)
        try StandardOutput.write(report.text)
        if let json { try AtomicFile.write(report.json(), to: json) }
        if let markdown { try AtomicFile.write(report.markdown, to: markdown) }
        if result.isIncomplete { throw ExitCode(Interruption.exitStatus) }
        if report.hasDifferences { throw ExitCode.failure }
    }
}
