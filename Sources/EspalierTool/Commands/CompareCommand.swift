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
            with plain decoding's, token by token; if any differs, the exit status is 1. Ctrl-C and SIGTERM stop \
            after the current round; the prompts that are complete are reported, and the exit status is 130 or 143. \
            With --model and no strategies named one by one, those that cannot run with that model are left out, and \
            why is said. Where --head or --draft-model is given several times, each strategy that has such a draft is \
            run with every one of them, and the variants are compared with the first.
            """)

    @Argument(help: "Strategy files, folders, or names of the package's own; all of its own when none are given.")
    var paths: [String] = []

    @Option(
        help: ArgumentHelp(
            "Prompts: MT-Bench or EAGLE question.jsonl, HumanEval, GSM8K, conversations ('messages' or ShareGPT) or plain "
                + "text; - for standard input; bundled ones when left out.",
            valueName: "file"))
    var prompts: String?

    @Option(help: "A system message before every prompt that has none of its own.")
    var system: String?

    @Option(help: "Use the first prompts only, at least 1.", transform: RangedNumber.whole(from: 1))
    var limit: Int?

    @Option(
        help: "The largest number of new tokens of each answer, at least 1; 128 unless given.",
        transform: RangedNumber.whole(from: 1))
    var maxNewTokens = 128

    @Option(
        help: "How many prompts each strategy decodes together, to measure it under load; 1 unless given.",
        transform: RangedNumber.whole(from: 1))
    var concurrency = 1

    @OptionGroup(title: "Models") var models: ModelOptions

    @OptionGroup(title: "Sampling") var sampling: SamplingOptions

    @OptionGroup var json: JSONOutput

    @Option(help: ArgumentHelp("Write the report as markdown.", valueName: "file"))
    var markdown: String?

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws { try json.refuseSharing(with: markdown, of: "--markdown") }

    /// Whether strategies that cannot run with the model are left out: where they were not named one by one.
    private var isChoosy: Bool {
        guard models.model != nil else { return false }
        return paths.isEmpty
            || paths.contains { path in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
            }
    }

    /// The drafts to try in place of the strategies' own: those named, else for all strategies together what lies beside the
    /// model.
    private func drafts(in registry: PluginRegistry) throws -> [DraftOverride] {
        let named = try models.drafts
        guard let model = models.model, paths.isEmpty, named == [DraftOverride()] else { return named }
        let suitable = SuitableStrategy(besides: model, in: registry)
        if let remark = suitable.remark { StandardError.remark(remark) }
        return [suitable.draft]
    }

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        // Minutes of work must not end at a folder that does not exist.
        try json.checkWritable()
        if let markdown { try AtomicFile.checkWritable(markdown) }
        Interruption.listen()
        let locator = StrategyLocator(registry: registry, overrides: models.targetOverrides.drawing(as: sampling))
        let strategies = try locator.strategies(paths, drafts: drafts(in: registry))
        let workload = try PromptLocator.workload(
            prompts, limit: limit, system: system, onRemark: StandardError.remark)
        var factory = try models.engineFactory
        let setup = try ComparisonSetup(
            strategies, by: &factory,
            leavingOut: isChoosy
                ? { name, reason in StandardError.remark("left out: \(name), which cannot run here: \(reason)") } : nil)
        let bar = ProgressBar()
        var comparison = setup.comparison(of: workload, maximumNewTokens: maxNewTokens)
        comparison.concurrency = concurrency
        comparison.isCancelled = { Interruption.isRequested }
        comparison.onProgress = { bar.draw($0) }

        defer { bar.clear() }
        let result = try comparison.run()
        bar.clear()
        let versions = Toolkit.versions.merging(["target": setup.target.reference]) { own, _ in own }
        let report = ComparisonReport(of: result, machine: .current(facts: Toolkit.facts), versions: versions)
        try json.write(report, showing: markdown == AtomicFile.standardOutput ? "" : report.text)
        if let markdown { try AtomicFile.write(report.markdown, to: markdown) }
        if result.isIncomplete { throw ExitCode(Interruption.exitStatus) }
        if report.hasDifferences { throw ExitCode.failure }
    }
}
