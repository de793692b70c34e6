import ArgumentParser
import Benchmarks
import Evaluation
import Foundation
import LanguageModels
import LlamaCpp
import Runtime
import Speculation
import Strategies
import Tensors

/// Which programs of another engine to run beside this one, and what both are to do.
struct AgainstOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Run llama.cpp's own bench and server of this folder in turns with this engine, on the same GGUF file.",
            valueName: "folder"))
    var against: String?

    @Option(
        help: ArgumentHelp(
            "With --against: small model that both may draft with, a GGUF file.", valueName: "path"))
    var draftModel: String?

    @Option(help: "With --against: prompts that both answer; bundled ones when left out.")
    var prompts: String?

    @Option(
        help: "With --against: how many prompts both answer, 6 unless given; 0 leaves answers out.",
        transform: RangedNumber.whole(from: 0))
    var limit: Int?

    @Option(
        help: "With --against: the largest number of tokens of an answer, at least 2; 96 unless given.",
        transform: RangedNumber.whole(from: 2))
    var maxNewTokens: Int?

    func validate() throws {
        guard against == nil else { return }
        for (name, isGiven) in [
            ("--draft-model", draftModel != nil), ("--prompts", prompts != nil), ("--limit", limit != nil),
            ("--max-new-tokens", maxNewTokens != nil),
        ] where isGiven {
            throw ValidationError("\(name) is read with --against alone")
        }
    }
}

/// A comparison with llama.cpp as the command is asked for it.
struct AgainstRun {
    let options: AgainstOptions
    let subject: BenchSubjectOptions
    let strategies: [String]
    let plan: BenchmarkPlan
    let seconds: Double
    let registry: PluginRegistry
    let bar: ProgressBar

    /// Runs both in turns.
    ///
    /// - Throws: What either throws; `BenchmarkError.interrupted` if the user stopped it.
    func report(against folder: String) throws -> LlamaCppReport {
        let programs = try LlamaCppPrograms(in: folder)
        guard let reference = subject.model, subject.shape == nil else {
            throw ValidationError("--against needs --model with a GGUF file, which llama.cpp reads too")
        }
        let file = try ModelLocator().locate(reference)
        guard case .gguf = try ModelFiles(file) else {
            throw CommandFailure("\(reference): llama.cpp reads GGUF files alone; --against needs one")
        }
        let threads = ThreadPool.threads
        let repetitions = Repetitions(seconds: seconds, isCancelled: { Interruption.isRequested })
        let passes = try PassComparison(
            programs, file: file.path, threads: threads, repetitions: repetitions, open: { try subject.withoutDraft() }
        ).pairs(of: plan, onProgress: { bar.draw($0) })
        let (figures, ends, precision) = try answers(programs, file.path, threads)
        return LlamaCppReport(
            model: reference, precision: precision, threads: threads, machine: .current(facts: Toolkit.facts),
            passes: passes, answers: figures, ends: ends)
    }

    private func answers(
        _ programs: LlamaCppPrograms, _ file: String, _ threads: Int
    ) throws -> (figures: [AnswerFigures], ends: Set<Token>, precision: String) {
        let setup = try contestants()
        let limit = options.limit ?? 6
        guard limit > 0 else { return ([], [], setup.precision) }
        let workload = try PromptLocator.workload(options.prompts, limit: limit, onRemark: StandardError.remark)
        let codec = try setup.target.conversation()
        let prompts = try workload.prompts.map { prompt in
            let system = prompt.system.map { [ChatMessage(role: .system, content: $0)] } ?? []
            return try codec.tokens(system + [ChatMessage(role: .user, content: prompt.turns[0])])
        }
        let draft = try options.draftModel.map { try ModelLocator().locate($0).path }
        let figures = try AnswerComparison(
            programs, file: file, draftFile: draft, threads: threads, isCancelled: { Interruption.isRequested }
        ).figures(
            of: prompts, most: options.maxNewTokens ?? 96, by: setup.contestants, onProgress: { bar.draw($0) })
        return (figures, codec.stopTokens, setup.precision)
    }

    /// Plain decoding, and the strategies that were named or the one that suits the model and the draft.
    private func contestants() throws -> (target: OpenedTarget, contestants: [Contestant], precision: String) {
        var overrides = StrategyOverrides(
            model: subject.model, opening: subject.precisionValues, draftModel: options.draftModel,
            sampling: ["temperature": .real(0)])
        var names = strategies
        if names.isEmpty {
            let suitable =
                options.draftModel.map { SuitableStrategy(with: DraftOverride(model: $0), in: registry) }
                ?? SuitableStrategy(besides: subject.model ?? "", in: registry)
            if let remark = suitable.remark { StandardError.remark(remark) }
            overrides.replace(suitable.draft)
            names = [suitable.name]
        }
        let locator = StrategyLocator(registry: registry, overrides: overrides)
        let plain = StrategyLocator(
            registry: registry,
            overrides: StrategyOverrides(
                model: subject.model, opening: subject.precisionValues, sampling: ["temperature": .real(0)]))
        let read = try plain.strategies(["autoregressive"]) + locator.strategies(names)
        var factory = EngineFactory(onRemark: StandardError.remark)
        let target = try factory.target(of: read[0])
        let contestants = try read.map { strategy in
            // Costs are measured now, and found again when the time counts.
            _ = try factory.engine(for: strategy)
            return Contestant(name: strategy.name, rules: try factory.rules(for: strategy)) {
                var factory = EngineFactory()
                return try factory.engine(for: strategy)
            }
        }
        return (target, contestants, "\(read[0].targetOpening)")
    }
}
