package import Benchmarks
package import Evaluation
import Foundation
import JSON

/// Measures passes of one model by llama.cpp's own bench and by this engine, in turns.
package struct PassComparison {
    /// The programs of llama.cpp.
    package let programs: LlamaCppPrograms

    /// The model's file.
    package let file: String

    /// Opens the same model here, anew in each turn.
    package let open: () throws -> BenchmarkSubject

    /// How many threads both compute with.
    package let threads: Int

    /// For how long this engine measures each figure.
    package let repetitions: Repetitions

    /// How many times both are measured.
    package static let turns = 3

    /// How many tokens llama.cpp's bench decodes one by one.
    private static let decoded = 24

    /// Sets up a comparison.
    ///
    /// - Parameters:
    ///   - programs: The programs of llama.cpp.
    ///   - file: The model's file.
    ///   - threads: How many threads both compute with.
    ///   - repetitions: For how long this engine measures each figure, and when to stop.
    ///   - open: Opens the same model here.
    package init(
        _ programs: LlamaCppPrograms, file: String, threads: Int, repetitions: Repetitions,
        open: @escaping () throws -> BenchmarkSubject
    ) {
        self.programs = programs
        self.file = file
        self.open = open
        self.threads = threads
        self.repetitions = repetitions
    }

    /// Measures.
    ///
    /// - Parameters:
    ///   - plan: The passes and prompts.
    ///   - onProgress: Hears how far it has come.
    /// - Returns: A pair for each number of nodes at each context, and for each prompt.
    /// - Throws: ``LlamaCppError``; what this engine's passes throw.
    package func pairs(of plan: BenchmarkPlan, onProgress: (RunProgress) -> Void) throws -> [PassPair] {
        var pairs =
            plan.contexts.flatMap { context in
                plan.counts.map { PassPair(n: $0, context: context, isPrompt: false, theirs: [], ours: []) }
            } + plan.prompts.map { PassPair(n: $0, context: 0, isPrompt: true, theirs: [], ours: []) }
        let start = ContinuousClock.now
        for turn in 0..<Self.turns {
            onProgress(
                RunProgress(
                    done: 2 * turn, total: 2 * Self.turns, secondsOfDone: start.secondsSince,
                    label: "passes of llama.cpp"))
            let theirs = try figures(counts: plan.counts, contexts: plan.contexts)
            let prompts = plan.prompts.isEmpty ? [:] : try figures(counts: plan.prompts, contexts: [0])
            onProgress(
                RunProgress(
                    done: 2 * turn + 1, total: 2 * Self.turns, secondsOfDone: start.secondsSince, label: "passes here"))
            let report = try Benchmark(of: open(), plan: plan, repetitions: repetitions).run()
            if report.isIncomplete { throw BenchmarkError.interrupted }
            for place in pairs.indices {
                let pair = pairs[place]
                let figures = pair.isPrompt ? report.prompts : report.passes
                let ours = figures.first { $0.n == pair.n && $0.context == pair.context }?.seconds
                guard let ours, let seconds = (pair.isPrompt ? prompts : theirs)[pair.n]?[pair.context] else {
                    throw LlamaCppError("llama-bench measured no pass over \(pair.n) tokens after \(pair.context)")
                }
                pairs[place].theirs.append(seconds)
                pairs[place].ours.append(ours)
            }
        }
        return pairs
    }

    /// llama.cpp's seconds by the tokens of a pass and by those before it, with or without flash attention, whichever is
    /// faster.
    private func figures(counts: [Int], contexts: [Int]) throws -> [Int: [Int: Double]] {
        func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ",") }
        let several = counts.filter { $0 > 1 }
        let arguments = [
            "--model", file, "--threads", "\(threads)", "--repetitions", "1", "--output", "json", "--flash-attn", "0,1",
            "--n-depth", list(contexts), "--n-gen", counts.contains(1) ? "\(Self.decoded)" : "0",
            "--n-prompt", several.isEmpty ? "0" : list(several),
        ]
        let data = try programs.output(of: LlamaCppPrograms.bench, arguments)
        var figures: [Int: [Int: Double]] = [:]
        for test in (try? JSONValue(parsing: data))?.array ?? [] {
            guard let prompt = test["n_prompt"]?.integer, let generated = test["n_gen"]?.integer,
                let depth = test["n_depth"]?.integer, let nanoseconds = test["avg_ns"]?.double
            else { continue }
            let n = generated > 0 ? 1 : prompt
            let seconds = nanoseconds * 1e-9 / Double(max(generated, 1))
            figures[n, default: [:]][depth] = min(seconds, figures[n]?[depth] ?? .infinity)
        }
        return figures
    }
}
