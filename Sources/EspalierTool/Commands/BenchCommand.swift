import ArgumentParser
import Benchmarks
import Evaluation
import Foundation
import LlamaCpp
import Runtime
import Speculation
import Strategies
import Tensors

/// Measures what this machine can do, and how near kernels and passes come to it.
struct BenchCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure kernels and passes of a model against what this machine can do.",
        discussion: """
            Reads memory and multiplies at full speed first: the two bounds. Then measures passes of the target over \
            n nodes, passes of its draft head, and every kernel. A model of which only the sizes are known is measured \
            with random weights: --shape. The number to look at is t(n) / t(1): speculation pays where it stays near 1.
            """)

    @OptionGroup(title: "Models") var subject: BenchSubjectOptions

    @Option(
        help: ArgumentHelp(
            "Numbers of nodes of a pass, the root included; 1,2,4,8,16,32,60 unless given.", valueName: "1,2,…"),
        transform: CountList.of(1...1024))
    var nodes = [1, 2, 4, 8, 16, 32, 60]

    @Option(
        help: ArgumentHelp("Numbers of tokens before a pass; 128,512 unless given.", valueName: "128,…"),
        transform: CountList.of(0...1 << 20))
    var contexts = [128, 512]

    @Option(
        help: ArgumentHelp("Also read prompts of these numbers of tokens.", valueName: "512,…"),
        transform: CountList.of(1...1 << 20))
    var promptTokens: [Int] = []

    @Option(
        help: ArgumentHelp(
            "Numbers of nodes that a pass of the draft expands; 1,4,8 unless given.", valueName: "1,4,…"),
        transform: CountList.of(1...1024))
    var draftWidths = [1, 4, 8]

    @Option(
        help: "For how long to measure each figure, in seconds, above 0 and at most 60; 0.2 unless given.",
        transform: RangedNumber.positive(upTo: 60))
    var seconds = 0.2

    @Flag(help: "Leave the kernels out: passes only.")
    var passesOnly = false

    @Option(
        help: "Project a speed-up from the tokens per round, 1 to 1024, that a trained draft reached on another model.",
        transform: RangedNumber.real(in: 1...1024))
    var tau: Double?

    @Option(
        help: ArgumentHelp("The projection's tree.", valueName: "depth/width/nodes"), transform: TreeSizes.parse)
    var tree: TreeSizes?

    @Option(
        parsing: .upToNextOption,
        help: "Also run these strategies on the first bundled prompts: tokens per second from end to end.")
    var strategies: [String] = []

    @OptionGroup(title: "Against another engine") var against: AgainstOptions

    @OptionGroup var json: JSONOutput

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws {
        guard (tau == nil) == (tree == nil) else {
            throw ValidationError("--tau and --tree go together: a projection needs both")
        }
        if let tree, let tau, tau > Double(tree.depth + 1) {
            throw ValidationError(
                "--tau \(tau) cannot be reached: a tree of depth \(tree.depth) emits \(tree.depth + 1)")
        }
        if !strategies.isEmpty && subject.shape != nil {
            throw ValidationError("--strategies needs a real model: random weights have nothing to accept")
        }
    }

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        try json.checkWritable()
        Interruption.listen()
        var plan = BenchmarkPlan(counts: nodes, contexts: contexts, draftWidths: draftWidths, prompts: promptTokens)
        plan.measuresKernels = !passesOnly
        if let tau, let tree {
            plan.projection = ProjectionRequest(tau: tau, depth: tree.depth, width: tree.width, nodes: tree.nodes)
        }
        let bar = ProgressBar()
        defer { bar.clear() }
        if let folder = against.against { return try run(plan, against: folder, with: registry, bar) }
        var benchmark = Benchmark(
            of: try subject.open(with: registry), plan: plan,
            repetitions: Repetitions(seconds: seconds, isCancelled: { Interruption.isRequested }))
        benchmark.onProgress = { bar.draw($0) }
        var report = try benchmark.run()
        report.machine = .current(facts: Toolkit.facts)
        report.versions = Toolkit.versions
        if !strategies.isEmpty && !report.isIncomplete { try runStrategies(of: registry, for: &report, bar) }
        bar.clear()
        try json.write(report, showing: report.text)
        if report.isIncomplete { throw ExitCode(Interruption.exitStatus) }
    }

    /// Measures passes and answers in turns with llama.cpp's own.
    private func run(
        _ plan: BenchmarkPlan, against folder: String, with registry: PluginRegistry, _ bar: ProgressBar
    ) throws {
        do {
            let report = try AgainstRun(
                options: against, subject: subject, strategies: strategies, plan: plan, seconds: seconds,
                registry: registry, bar: bar
            ).report(against: folder)
            bar.clear()
            try json.write(report, showing: report.text)
        } catch  where Interruption.isRequested {
            // The other engine's programs hear Ctrl-C too, and end as they please.
            throw ExitCode(Interruption.exitStatus)
        }
    }

    /// Adds the speed of strategies from end to end, each prompt by all of them in turn.
    private func runStrategies(
        of registry: PluginRegistry, for report: inout BenchmarkReport, _ bar: ProgressBar
    ) throws {
        let overrides = StrategyOverrides(model: subject.model, head: subject.head)
        let locator = StrategyLocator(registry: registry, overrides: overrides)
        var factory = EngineFactory(onRemark: StandardError.remark)
        let setup = try ComparisonSetup(locator.strategies(strategies), by: &factory)
        var comparison = setup.comparison(of: try PromptLocator.workload(nil, limit: 4), maximumNewTokens: 64)
        comparison.isCancelled = { Interruption.isRequested }
        comparison.onProgress = { bar.draw($0) }
        let result = try comparison.run()
        report.isIncomplete = result.isIncomplete
        report.strategies = ComparisonReport(of: result, machine: report.machine, versions: report.versions)
            .strategies.map {
                StrategyFigure(
                    name: $0.label, tokensPerSecond: $0.counts.tokensPerSecond, tau: $0.counts.tau,
                    speedup: $0.speedup)
            }
    }
}
