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

    /// How many times each answers all prompts, one after the other: a server that waits between two prompts may come back slower,
    /// as its memory and its threads are seen to other things meanwhile.
    package static let turns = 2

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
        let modes = [LlamaCppMode.plain, best]
        var figures =
            modes.map { AnswerFigures(name: "llama.cpp, \($0.name)", isTheirs: true) }
            + contestants.map { AnswerFigures(name: $0.name, isTheirs: false) }
        let start = ContinuousClock.now
        for turn in 0..<Self.turns {
            // There and back, so that what changes over time changes all of them alike.
            let order = turn.isMultiple(of: 2) ? Array(figures.indices) : figures.indices.reversed()
            for (number, place) in order.enumerated() {
                onProgress(
                    RunProgress(
                        done: turn * figures.count + number, total: Self.turns * figures.count,
                        secondsOfDone: start.secondsSince, label: figures[place].name))
                let answers =
                    place < modes.count
                    ? try answers(prompts, most: count, by: server(modes[place], context))
                    : try answers(prompts, most: count, by: contestants[place - modes.count])
                figures[place].note(answers, sharedBy: Self.turns)
            }
        }
        return figures
    }

    private func answers(
        _ prompts: [[Token]], most count: Int, by server: LlamaCppServer
    ) throws -> [LlamaCppServer.Answer] {
        try prompts.map { prompt in
            try checkGoesOn()
            return try server.answer(prompt, most: count)
        }
    }

    private func answers(
        _ prompts: [[Token]], most count: Int, by contestant: Contestant
    ) throws -> [LlamaCppServer.Answer] {
        let engine = try contestant.open()
        return try prompts.map { try answer($0, most: count, by: engine, contestant.rules) }
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
                figures.note([try server.answer(prompt, most: count)], sharedBy: 1)
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
        _ prompt: [Token], most count: Int, by engine: DecodingEngine, _ rules: DecodingRules
    ) throws -> LlamaCppServer.Answer {
        var rules = rules
        rules.limits.maximumNewTokens = count
        var loop = try DecodingLoop(
            engine, DecodingRequest(prompt: prompt, rules: rules, random: SeededRandom(seed: 0)))
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
    /// Adds answers to prompts: in a first turn to further ones, in a later one to the same again.
    ///
    /// - Parameters:
    ///   - given: The answers to all prompts, or to the next one.
    ///   - turns: How many turns there are in all; each counts for its part of the seconds.
    mutating func note(_ given: [LlamaCppServer.Answer], sharedBy turns: Int) {
        if turns > 1 && !answers.isEmpty {
            for (place, answer) in given.enumerated() { seconds[place] += answer.seconds / Double(turns) }
        } else {
            answers += given.map(\.tokens)
            seconds += given.map { $0.seconds / Double(turns) }
        }
    }
}
