package import Evaluation
package import Speculation

/// This engine and llama.cpp on the same file, in turns.
package struct LlamaCppReport: Sendable {
    /// What reports call the model.
    package let model: String

    /// How this engine multiplies, in words.
    package let precision: String

    /// How many threads both compute with.
    package let threads: Int

    /// The machine.
    package let machine: Machine

    /// Passes, by their context and size.
    package let passes: [PassPair]

    /// llama.cpp's plain decoding, its best way to speculate, then this engine's ways, plain decoding first; empty where no
    /// prompts were answered.
    package let answers: [AnswerFigures]

    /// The tokens that end an answer.
    package let ends: Set<Token>

    /// Gathers figures.
    ///
    /// - Parameters:
    ///   - model: What reports call the model.
    ///   - precision: How this engine multiplies, in words.
    ///   - threads: How many threads both compute with.
    ///   - machine: The machine.
    ///   - passes: Passes, by their context and size.
    ///   - answers: Answers of both, llama.cpp's first.
    ///   - ends: The tokens that end an answer.
    package init(
        model: String, precision: String, threads: Int, machine: Machine, passes: [PassPair],
        answers: [AnswerFigures], ends: Set<Token>
    ) {
        self.model = model
        self.precision = precision
        self.threads = threads
        self.machine = machine
        self.passes = passes
        self.answers = answers
        self.ends = ends
    }

    /// The tables for a terminal.
    package var text: String {
        let tables = [passTable, answerTable].filter { !$0.rows.isEmpty }.map { "\($0.title)\n\($0.text)" }
        let heading = "\(model), here \(precision); \(threads) threads\n\(machine.summary)\n"
        return ([heading] + tables + [remarks.joined(separator: "\n") + "\n"]).joined(separator: "\n")
    }

    private var passTable: TextTable {
        var table = TextTable(
            title: "Passes, tokens/s", columns: ["pass", "context", "llama.cpp", "here", "ratio", "least", "most"])
        for pair in passes {
            let ratios = zip(pair.theirs, pair.ours).map { $0 / $1 }
            table.append([
                pair.isPrompt ? "prompt of \(pair.n)" : "\(pair.n)", String(pair.context),
                rate(pair.n, pair.theirs), rate(pair.n, pair.ours), pair.ratio.formatted(decimals: 2),
                ratios.min().formatted(decimals: 2), ratios.max().formatted(decimals: 2),
            ])
        }
        return table
    }

    private func rate(_ n: Int, _ seconds: [Double]) -> String {
        seconds.median.map { Double(n) / $0 }.formatted(decimals: 1)
    }

    private var answerTable: TextTable {
        var table = TextTable(
            title: "Answers to \((answers.first?.answers.count ?? 0).counting("prompt"))",
            columns: ["decoding", "tokens/s", "to llama.cpp, plain", "to its best", "own plain text"])
        guard answers.count > 2 else { return table }
        for figures in answers {
            let plain = answers[figures.isTheirs ? 0 : 2]
            table.append([
                figures.name, figures.tokensPerSecond().formatted(decimals: 1), ratio(figures, answers[0]),
                ratio(figures, best),
                "\(figures.identical(to: plain, ending: ends))/\(figures.answers.count)",
            ])
        }
        return table
    }

    /// llama.cpp's plain decoding or its way to speculate, whichever was faster on all prompts.
    private var best: AnswerFigures {
        (answers[1].tokensPerSecond() ?? 0) > (answers[0].tokensPerSecond() ?? 0) ? answers[1] : answers[0]
    }

    private func ratio(_ figures: AnswerFigures, _ other: AnswerFigures) -> String {
        if figures.name == other.name { return "1" }
        let (ratio, interval) = figures.speedUp(over: other)
        let bounds = interval.map { " [\($0.low.formatted(decimals: 2)), \($0.high.formatted(decimals: 2))]" } ?? ""
        return ratio.formatted(decimals: 2) + bounds
    }

    /// What a reader of the tables must know.
    private var remarks: [String] {
        var remarks: [String] = []
        if !passes.isEmpty {
            remarks.append(
                "Passes: \(PassComparison.turns) turns of both; the median of the ratios, and the least and most of them. "
                    + "llama.cpp with or without flash attention, whichever is faster; of several tokens it makes the logits of "
                    + "the last alone, this engine those of all but in prompts.")
        }
        if !answers.isEmpty {
            remarks.append(
                "Answers: temperature 0, all prompts by each in turn, there and back; tokens/s without reading the prompt. llama.cpp's way to "
                    + "speculate is the fastest of all it has on the first \(AnswerComparison.choosingPrompts) prompts. "
                    + "Own plain text: prompts whose answer is, token by token, what the same engine writes plainly.")
        }
        return remarks
    }
}

extension LlamaCppReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case model, precision, threads, machine, passes, answers
    }

    private enum AnswerKeys: String, CodingKey {
        case name, seconds, tokens
        case isTheirs = "llama_cpp"
        case tokensPerSecond = "tokens_per_second"
        case toPlain = "ratio_to_llama_cpp_plain"
        case toBest = "ratio_to_llama_cpp_best"
        case identical
    }

    /// Writes all figures, answers with the tokens and seconds of each prompt.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(model, forKey: .model)
        try container.encode(precision, forKey: .precision)
        try container.encode(threads, forKey: .threads)
        try container.encode(machine, forKey: .machine)
        try container.encode(passes, forKey: .passes)
        var list = container.nestedUnkeyedContainer(forKey: .answers)
        for figures in answers {
            var entry = list.nestedContainer(keyedBy: AnswerKeys.self)
            try entry.encode(figures.name, forKey: .name)
            try entry.encode(figures.isTheirs, forKey: .isTheirs)
            try entry.encode(figures.tokensPerSecond(), forKey: .tokensPerSecond)
            try entry.encode(figures.speedUp(over: answers[0]).ratio, forKey: .toPlain)
            try entry.encode(figures.speedUp(over: best).ratio, forKey: .toBest)
            try entry.encode(
                figures.identical(to: answers[figures.isTheirs ? 0 : 2], ending: ends), forKey: .identical)
            try entry.encode(figures.answers, forKey: .tokens)
            try entry.encode(figures.seconds, forKey: .seconds)
        }
    }
}
