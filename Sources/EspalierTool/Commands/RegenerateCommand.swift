import ArgumentParser
import Decoding
import DemoModel
import Evaluation
import Files
import Foundation
import LanguageModels
import Ranks
import Runtime
import Speculation
import Strategies
import Tensors
import Training

/// Lets the target answer prompts itself, and writes the conversations for training.
struct RegenerateCommand: RegistryCommand {
    static let isShared = true

    static let configuration = CommandConfiguration(
        commandName: "regenerate", abstract: "Let the target answer prompts itself, as data to train a draft on.",
        discussion: """
            Many conversations are decoded at once; the outcome does not depend on how many. Finished ones are kept \
            in FILE.partial: after Ctrl-C or SIGTERM, which end the command with 130 and 143, or a crash, the same command \
            goes on. \
            A draft learns best from what its target really says.
            """)

    @Argument(
        help: "Prompts: conversations ('messages' or ShareGPT), MT-Bench, HumanEval, GSM8K or plain text.")
    var prompts: String?

    @Option(
        help: ArgumentHelp(
            "The file to make, one conversation a line; - for standard output, which cannot be continued.",
            valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("Target model: a bundled name, a GGUF file, or a folder.", valueName: "path"))
    var model = "demo"

    @Option(
        help: ArgumentHelp(
            "Decode as this strategy does, which changes nothing but the time: a file, or the name of one of the "
                + "package's own; plainly unless given.", valueName: "strategy"))
    var strategy: String?

    @OptionGroup(title: "Prompts") var chat: ChatOptions

    @OptionGroup(title: "Synthesis") var synthesis: SynthesisOptions

    @OptionGroup(title: "Sampling") var sampling: SamplingOptions

    @Option(
        help: "The largest number of new tokens of each answer, at least 1; 512 unless given.",
        transform: RangedNumber.whole(from: 1))
    var maxNewTokens = 512

    @Option(help: "Use the first prompts only, at least 1.", transform: RangedNumber.whole(from: 1))
    var limit: Int?

    @Option(
        help: "Conversations decoded at once, at least 1; 16 unless given.", transform: RangedNumber.whole(from: 1))
    var batch = 16

    @Flag(help: "Begin anew instead of going on, and replace the output.")
    var restart = false

    @OptionGroup var json: JSONOutput

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws {
        guard (prompts == nil) != (synthesis.count == nil) else {
            throw ValidationError("give a file of prompts, or --synthesise and how many: one of the two")
        }
        if limit != nil && synthesis.count != nil {
            throw ValidationError("--limit is for a file of prompts: --synthesise already says how many")
        }
        try json.refuseSharing(with: output, of: "--output")
    }

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        let ranks = try RankGroup.joined()
        let leads = ranks?.isLeader ?? true
        if leads { try json.checkWritable() }
        let onRemark: @Sendable (String) -> Void = { if leads { StandardError.remark($0) } }
        let opened = Result { try open(with: registry, among: ranks, onRemark: onRemark) }
        if let ranks, try !ranks.agree(on: opened.map { $0.regeneration.settings(named: model) }) {
            return ranks.leave()
        }
        var (regeneration, unusable) = try opened.get()
        Interruption.listen()
        let bar = ProgressBar()
        regeneration.batchSize = batch
        regeneration.isCancelled = { Interruption.isRequested }
        regeneration.onProgress = { bar.draw(RunProgress($0)) }
        if let ranks, !leads {
            try regeneration.follow()
            return ranks.leave()
        }
        var journal = try RegenerationJournal(
            for: output, settings: regeneration.settings(named: model), restart: restart)
        defer { bar.clear() }
        let summary = try regeneration.run(continuing: &journal)
        // Who ends in an error, or is stopped, does not wait for the others: the launcher ends them.
        if !summary.isIncomplete { ranks?.leave() }
        bar.clear()
        let isKept = !summary.isIncomplete || journal.isTemporary
        let listing = RegenerationListing(
            output: isKept ? output : journal.path, summary: summary, unusable: unusable)
        guard isKept else {
            try json.write(listing, showing: "")
            StandardError.write(
                "stopped with \(summary.kept.counting("conversation")) in \(journal.path): the same command goes on from there\n"
            )
            throw ExitCode(Interruption.exitStatus)
        }
        try journal.finish()
        // Nothing goes between conversations that another program reads.
        if journal.isTemporary { StandardError.remark("\(summary)") }
        try json.write(listing, showing: journal.isTemporary ? "" : "\(output): \(summary)\n")
        if summary.isIncomplete { throw ExitCode(Interruption.exitStatus) }
    }

    /// Opens the target and the prompts.
    private func open(
        with registry: PluginRegistry, among ranks: RankGroup?, onRemark: @escaping @Sendable (String) -> Void
    ) throws -> (regeneration: Regeneration, unusable: [UnusableConversation]) {
        if ranks != nil && synthesis.count != nil {
            throw CommandFailure(
                "--synthesise is the work of one process: what the target asks must not repeat what it has asked before"
            )
        }
        let chat = try chat.settings
        var factory = EngineFactory(chat: chat, onRemark: onRemark)
        let strategy = try strategy.map { try lossless($0, naming: registry) }
        let target =
            try strategy.map { try factory.target(of: $0) }
            ?? OpenedTarget(model, at: ModelLocator().locate(model), opening: ModelOpening(.automatic), chat: chat)
        let codec = try target.conversation()
        let (source, unusable) = try source(onRemark: onRemark)
        var regeneration = try Regeneration(
            source, model: target.model, codec: codec, rules: try rules(of: target, codec), seed: sampling.request.seed)
        if let strategy { regeneration.engine = try factory.engine(for: strategy) }
        regeneration.ranks = ranks
        return (regeneration, unusable)
    }

    private func rules(of target: OpenedTarget, _ codec: ChatCodec) throws -> DecodingRules {
        var faults: [Fault] = []
        let rules = sampling.request.rules(
            for: codec, vocabularySize: target.target.vocabularySize, maximumNewTokens: maxNewTokens,
            faults: &faults)
        if let fault = faults.first { throw CommandFailure("on the command line: \(fault.message)") }
        return rules
    }

    /// The strategy, if it writes what the target alone would.
    private func lossless(_ name: String, naming registry: PluginRegistry) throws -> Strategy {
        let words = ProductPrecision.automatic.words.map { ($0.option, OptionValue.Content.string($0.word)) }
        let overrides = StrategyOverrides(
            model: model, opening: Dictionary(uniqueKeysWithValues: words), sampling: sampling.values)
        let strategy = try StrategyLocator(registry: registry, overrides: overrides).strategy(name)
        guard strategy.guarantee != .lossy else {
            throw CommandFailure("\(name) is lossy: its answers may differ from the target's own")
        }
        if let draw = strategy.draft.product.traits.draw, draw.isDrawn, !sampling.request.sampling.isGreedy {
            throw CommandFailure(
                "\(name) draws its drafts (draw: \(draw.rawValue)): above temperature 0 its answers follow the target's "
                    + "distribution, and are others than plain decoding's for the same seed")
        }
        return strategy
    }

    /// What to answer, and the lines of the prompts' file that are left out.
    private func source(
        onRemark: (String) -> Void
    ) throws -> (RegenerationSource, unusable: [UnusableConversation]) {
        if let synthesis = try synthesis.synthesis() { return (.synthesis(synthesis), []) }
        let path = try prompts.map { try BundledFiles.conversations($0)?.path ?? $0 } ?? ""
        var unusable: [UnusableConversation] = []
        let read = try RegenerationPrompt.read(file: path, limit: limit, onUnusable: { unusable = $0 })
        if !unusable.isEmpty { onRemark("\(InputFile.name(of: path)): \(unusable.summary)") }
        return (.prompts(read), unusable)
    }
}

extension RunProgress {
    /// Shows the progress of a regeneration.
    init(_ progress: RegenerationProgress) {
        self.init(
            done: progress.done, total: progress.total, doneBefore: progress.doneBefore,
            label: "\(progress.done) of \(progress.total)", rate: progress.tokensPerSecond)
    }
}
