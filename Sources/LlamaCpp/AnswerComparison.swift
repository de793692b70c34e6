import Benchmarks
import Decoding
package import Evaluation
package import Speculation

/// Lets llama.cpp's server and this engine answer the same prompts greedily, in turns.
///
/// Of llama.cpp's ways to speculate the one is taken that was fastest on the first prompts. It gets the very tokens of each
/// prompt, so that no template makes a difference.
package struct AnswerComparison {
    /// The programs of llama.cpp.
    package let programs: LlamaCppPrograms

    /// The model's file.
    package let file: String

    /// The file of a small model that llama.cpp may draft with; nil for none.
    package let draftFile: String?

    /// How many threads both compute with.
    package let threads: Int

    /// Whether to stop.
    package let isCancelled: () -> Bool

    /// How many prompts choose among llama.cpp's ways to speculate.
    package static let choosingPrompts = 3

    /// Sets up a comparison.
    ///
    /// - Parameters:
    ///   - programs: The programs of llama.cpp.
    ///   - file: The model's file.
    ///   - draftFile: The file of a small model that llama.cpp may draft with; nil for none.
    ///   - threads: How many threads both compute with.
    ///   - isCancelled: Whether to stop.
    package init(
        _ programs: LlamaCppPrograms, file: String, draftFile: String?, threads: Int,
        isCancelled: @escaping () -> Bool
    ) {
        self.programs = programs
        self.file = file
        self.draftFile = draftFile
        self.threads = threads
        self.isCancelled = isCancelled
    }

    /// Answers all prompts in every way.
    ///
    /// - Parameters:
    ///   - prompts: The tokens of each.
    ///   - count: The most tokens of an answer.
    ///   - contestants: This engine's ways, plain decoding first.
    ///   - onProgress: Hears how far it has come.
    /// - Returns: llama.cpp's plain decoding, its best way to speculate, then this engine's ways.
    /// - Throws: ``LlamaCppError``; `BenchmarkError.interrupted`; what decoding throws.
    package func figures(
        of prompts: [[Token]], most count: Int, by contestants: [Contestant], onProgress: (RunProgress) -> Void
    ) throws -> [AnswerFigures] {
        let context = (prompts.map(\.count).max() ?? 0) + count + 128
        let best = try bestMode(for: prompts.prefix(Self.choosingPrompts), most: count, context, onProgress)
        let servers = [try server(.plain, context), try server(best, context)]
        var figures =
            [LlamaCppMode.plain, best].map { AnswerFigures(name: "llama.cpp, \($0.name)", isTheirs: true) }
            + contestants.map { AnswerFigures(name: $0.name, isTheirs: false) }
        let start = ContinuousClock.now
        for (number, prompt) in prompts.enumerated() {
            onProgress(
                RunProgress(
                    done: number, total: prompts.count, secondsOfDone: start.secondsSince, label: "answers in turns"))
            for (place, server) in servers.enumerated() {
                try checkGoesOn()
                try figures[place].note(server.answer(prompt, most: count))
            }
            for (place, contestant) in contestants.enumerated() {
                try checkGoesOn()
                try figures[servers.count + place].note(answer(prompt, most: count, by: contestant))
            }
        }
        return figures
    }

    /// The way to speculate that was fastest on a few prompts.
    private func bestMode(
        for prompts: ArraySlice<[Token]>, most count: Int, _ context: Int, _ onProgress: (RunProgress) -> Void
    ) throws -> LlamaCppMode {
        let modes = LlamaCppMode.speculating(with: draftFile)
        var best: (mode: LlamaCppMode, rate: Double)?
        let start = ContinuousClock.now
        for (number, mode) in modes.enumerated() {
            onProgress(
                RunProgress(
                    done: number, total: modes.count, secondsOfDone: start.secondsSince,
                    label: "llama.cpp's \(mode.name)"))
            let server = try server(mode, context)
            var figures = AnswerFigures(name: mode.name, isTheirs: true)
            for prompt in prompts {
                try checkGoesOn()
                figures.note(try server.answer(prompt, most: count))
            }
            let rate = figures.tokensPerSecond() ?? 0
            if rate > best?.rate ?? -1 { best = (mode, rate) }
        }
        return best?.mode ?? .plain
    }

    private func server(_ mode: LlamaCppMode, _ context: Int) throws -> LlamaCppServer {
        try checkGoesOn()
        return try LlamaCppServer(
            of: programs, model: file, mode: mode, threads: threads, context: context, isCancelled: isCancelled)
    }

    private func checkGoesOn() throws {
        if isCancelled() { throw BenchmarkError.interrupted }
    }

    private func answer(
        _ prompt: [Token], most count: Int, by contestant: Contestant
    ) throws -> LlamaCppServer.Answer {
        var rules = contestant.rules
        rules.limits.maximumNewTokens = count
        var loop = try DecodingLoop(
            contestant.engine, DecodingRequest(prompt: prompt, rules: rules, random: SeededRandom(seed: 0)))
        let start = ContinuousClock.now
        while loop.finish == nil {
            try checkGoesOn()
            _ = try loop.round()
        }
        return LlamaCppServer.Answer(tokens: loop.emitted, seconds: (ContinuousClock.now - start) / .seconds(1))
    }
}

extension ContinuousClock.Instant {
    /// The seconds that have passed since.
    var secondsSince: Double { (.now - self) / .seconds(1) }
}

extension AnswerFigures {
    /// Adds the answer to the next prompt.
    mutating func note(_ answer: LlamaCppServer.Answer) {
        answers.append(answer.tokens)
        seconds.append(answer.seconds)
    }
}
