import Speculation

extension ComparisonReport {
    /// The report for a terminal: tables, then remarks; 120 columns wide unless names are long.
    public var text: String {
        guard !result.prompts.isEmpty else { return nothingMeasured + "\n" }
        let body = tables.enumerated().map { index, table in
            (index == 0 ? table.text : "\(table.title)\n\(table.text)") + table.legendText
        }
        return ([heading + "\n"] + body + [remarks.joined(separator: "\n") + "\n"]).joined(separator: "\n")
    }

    /// The report as markdown: the same tables and remarks.
    public var markdown: String {
        guard !result.prompts.isEmpty else { return "# Comparison\n\n\(nothingMeasured)\n" }
        let body = tables.map { "## \($0.title)\n\n\($0.markdown)\n\($0.legendMarkdown)" }
        return "# Comparison\n\n\(heading)\n\n" + body.joined() + remarks.map { "- \($0)\n" }.joined()
    }

    /// Tables without a figure would only look like results.
    private var nothingMeasured: String {
        "\(result.workload): nothing was measured\n\n"
            + "Incomplete: stopped after 0 of \(result.requestedPrompts.counting("prompt"))."
    }

    private var heading: String {
        let count = result.prompts.count
        return "\(result.workload): \(count.counting("prompt")), "
            + "at most \(result.maximumNewTokens.counting("new token")) each turn\(load)\n\(machine.summary)"
    }

    private var load: String { result.concurrency > 1 ? ", \(result.concurrency.counting("prompt")) at once" : "" }

    /// A sentence for each strategy whose draft proposed nothing in any round: its row looks as if it had failed to please.
    private var idleDrafts: [String] {
        zip(result.contestants, strategies).compactMap { contestant, strategy in
            guard contestant.drafts, strategy.counts.draftingRounds == 0, strategy.counts.rounds > 0 else { return nil }
            return
                "\(strategy.label) drafted in none of its \(strategy.counts.rounds.counting("round")): its draft found nothing to "
                + "propose, or its own context does not hold the text."
        }
    }

    /// What a reader of the tables must know, one sentence or two each.
    private var remarks: [String] {
        var remarks: [String] = []
        if result.isIncomplete {
            remarks.append(
                "Incomplete: stopped after \(result.prompts.count) of \(result.requestedPrompts.counting("prompt")).")
        }
        if result.prompts.count > 1 {
            remarks.append(
                "Intervals: paired bootstrap (\(bootstrap.method)), \(bootstrap.resamples) resamples, "
                    + "\(result.prompts.count.counting("prompt")).")
        } else {
            remarks.append("No intervals: they need at least two prompts.")
        }
        let adaptive = result.contestants.filter(\.followsClock).map(\.name)
        if !adaptive.isEmpty {
            remarks.append(
                "To begin with on any machine: \(adaptive.joined(separator: ", ")), whose trees follow what passes cost here."
            )
        }
        let undecided = strategies.filter { $0.differenceSeen == false }.map(\.label)
        if !undecided.isEmpty {
            remarks.append(
                "No difference seen to plain decoding's speed, the interval holds 1: "
                    + undecided.joined(separator: ", ") + ".")
        }
        if strategies.contains(where: { $0.guarantee == .lossy }) {
            remarks.append("Lossy strategies may write what the target alone would not; compare their speed with care.")
        }
        remarks += idleDrafts
        remarks += result.skippedTurns.map(\.sentence)
        return remarks + result.differenceSentences
    }
}

extension SkippedTurns {
    /// What was skipped and why.
    var sentence: String {
        if firstTurn == 1 {
            return
                "Left out for all strategies: prompt \(prompt), which has \(tokens.counting("token")) in a context of "
                + "\(contextLimit)."
        }
        let turns = count == 1 ? "turn \(firstTurn)" : "turns \(firstTurn) to \(firstTurn + count - 1)"
        return
            "Skipped for all strategies: \(turns) of prompt \(prompt), whose conversation has \(tokens.counting("token")) in a "
            + "context of \(contextLimit)."
    }
}
