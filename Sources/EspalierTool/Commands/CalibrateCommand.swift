import ArgumentParser
import Decoding
import Evaluation
import Files
import Foundation
import LanguageModels
import Runtime
import Speculation
import Strategies

/// Measures what passes of target and draft cost on this machine, for strategies that weigh tokens against time.
struct CalibrateCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Measure what passes of target and draft cost on this machine.",
        discussion: """
            Shows the costs as a table and stores them in the user's cache folder (espalier under XDG_CACHE_HOME or \
            ~/.cache), where strategies with the tree builder 'cost-aware' find them. They are kept for each target, \
            draft, machine and number of threads. A file written by --output may be named in a strategy's tree \
            section (costs: FILE), which pins them. With --profile it also decodes prompts, and shows how often a node's \
            first, second, … child is accepted: what the tree builder 'sequoia' takes as its profile.
            """)

    @OptionGroup(title: "Strategy") var strategy: StrategyOptions

    @Option(help: ArgumentHelp("Write the costs to this file as well.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp("Seconds to go on measuring, 1 to 60; 10 unless given.", valueName: "seconds"),
        transform: RangedNumber.whole(in: 1...60))
    var seconds = 10

    @Flag(help: "Decode prompts, and show how often a node's child of each rank is accepted.")
    var profile = false

    @Option(
        help: ArgumentHelp(
            "Prompts of the profile, as compare reads them; bundled ones when left out.", valueName: "file"))
    var prompts: String?

    @Option(help: "Use the first prompts only, at least 1; 20 unless given.", transform: RangedNumber.whole(from: 1))
    var limit: Int?

    @OptionGroup var json: JSONOutput

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws {
        try json.refuseSharing(with: output, of: "--output")
        if !profile, prompts != nil || limit != nil {
            throw ValidationError("--prompts and --limit are for --profile")
        }
    }

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        try json.checkWritable()
        if let output { try AtomicFile.checkWritable(output) }
        var factory = try strategy.models.engineFactory
        let strategy = try strategy.read(otherwise: "eagle3-cost-aware", naming: registry)
        let target = try factory.target(of: strategy)
        let engine = try factory.engine(for: strategy, findsCosts: false)
        let acceptance = profile ? try acceptance(of: strategy, engine, target, by: &factory) : nil
        let locator = CostLocator(target: target, onRemark: StandardError.remark)
        let bar = ProgressBar()
        defer { bar.clear() }
        let (calibration, failure) = try locator.measure(
            for: Double(seconds), strategy, running: engine, onProgress: { bar.draw($0) })
        bar.clear()
        if let output { try AtomicFile.write(CalibrationFile.text(of: calibration), to: output) }
        let listing = CalibrationListing(
            calibration: calibration, acceptance: acceptance,
            stored: failure == nil ? locator.cache.path(of: calibration.key) : nil)
        try json.write(listing, showing: listing.text)
        if let failure { throw failure }
    }

    /// New tokens of each answer.
    private static let answerLength = 96

    /// How often children of each rank are accepted on prompts.
    private func acceptance(
        of strategy: Strategy, _ engine: DecodingEngine, _ target: OpenedTarget, by factory: inout EngineFactory
    ) throws -> AcceptanceProfile {
        guard strategy.draft.product.traits.draw != nil else {
            throw CommandFailure("draft policy '\(strategy.draft.name)' proposes nothing, so it has no profile")
        }
        Interruption.listen()
        let workload = try PromptLocator.workload(prompts, limit: limit ?? 20, onRemark: StandardError.remark)
        let conversation = try target.conversation()
        let texts = try workload.prompts.map { prompt in
            let system = prompt.system.map { [ChatMessage(role: .system, content: $0)] } ?? []
            return try conversation.tokens(system + [ChatMessage(role: .user, content: prompt.turns[0])])
        }
        let rules = try factory.rules(for: strategy, maximumNewTokens: Self.answerLength)
        let bar = ProgressBar()
        defer { bar.clear() }
        let profile = try AcceptanceProfile.measured(with: engine, on: texts, rules, seed: strategy.seed) { done in
            bar.draw(RunProgress(done: done, total: texts.count, label: "acceptance by rank"))
            return !Interruption.isRequested
        }
        if Interruption.isRequested { throw ExitCode(Interruption.exitStatus) }
        return profile
    }
}
