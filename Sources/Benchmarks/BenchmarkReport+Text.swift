import Evaluation
import LanguageModels
import Tensors

extension BenchmarkReport {
    /// The report for a terminal: tables, then remarks.
    public var text: String {
        let body = tables.filter { !$0.rows.isEmpty }.map { "\($0.title)\n\($0.text)" }
        return ([heading + "\n"] + body + [remarks.joined(separator: "\n") + "\n"]).joined(separator: "\n")
    }

    private var heading: String {
        let size = (Double(configuration.parameterCount) / 1e6).formatted(decimals: 0)
        return """
            \(model), \(weights.name), \(size) M parameters\(isRandom ? ", random weights" : "")
            \(machine.summary)
            streaming read \(bounds.streamGigabytesPerSecond.formatted(decimals: 1)) GB/s, \
            multiply-add \(bounds.gigaflops(.singles).formatted(decimals: 0)) GFLOP/s \
            (with inputs in bf16 \(bounds.gigaflops(.roundedPairs).formatted(decimals: 0)), \
            q8 \(bounds.gigaflops(.wholePairs).formatted(decimals: 0)), \
            with inputs in q8 \(bounds.gigaflops(.wholeBytes).formatted(decimals: 0))), \(bounds.threads) threads
            """
    }

    private var tables: [TextTable] {
        [passTable, promptTable, draftTable, projectionTable, kernelTable, strategyTable]
    }

    private var passTable: TextTable {
        var table = TextTable(
            title: "Passes of the target", columns: ["n", "context", "ms", "ms / n", "t(n) / t(1)"], left: [])
        for pass in passes {
            let plain = passes.first { $0.n == 1 && $0.context == pass.context }?.seconds
            table.append([
                String(pass.n), String(pass.context), pass.seconds.milliseconds,
                (pass.seconds / Double(pass.n)).milliseconds,
                plain.map { pass.seconds / $0 }.formatted(decimals: 2),
            ])
        }
        return table
    }

    private var promptTable: TextTable {
        var table = TextTable(title: "Prompts read", columns: ["tokens", "ms", "tokens/s"], left: [])
        for prompt in prompts {
            table.append([
                String(prompt.n), prompt.seconds.milliseconds,
                (Double(prompt.n) / prompt.seconds).formatted(decimals: 0),
            ])
        }
        return table
    }

    private var draftTable: TextTable {
        var table = TextTable(title: "Passes of the draft", columns: ["pass", "width", "context", "ms"])
        for draft in drafts {
            table.append([
                draft.kind.rawValue, String(draft.width), String(draft.context), draft.seconds.milliseconds,
            ])
        }
        return table
    }

    private var projectionTable: TextTable {
        var table = TextTable(
            title: "Projection",
            columns: ["tree", "tau assumed", "context", "draft ms", "verify ms", "plain ms", "speed-up projected"])
        for figure in projections {
            table.append([
                "\(figure.depth)/\(figure.width)/\(figure.nodes)", figure.tau.formatted(decimals: 2),
                String(figure.context), figure.draftSeconds.milliseconds,
                figure.verifySeconds.milliseconds, figure.plainSeconds.milliseconds,
                figure.speedup.formatted(decimals: 2) + "×",
            ])
        }
        return table
    }

    private var kernelTable: TextTable {
        var table = TextTable(
            title: "Kernels",
            columns: ["kernel", "rows", "columns", "n", "µs", "GB/s", "GFLOP/s", "read GB/s", "of bound"])
        for kernel in kernels {
            table.append([
                kernel.name, String(kernel.rows), String(kernel.columns), String(kernel.n),
                (kernel.seconds * 1e6).formatted(decimals: 1), kernel.gigabytesPerSecond.formatted(decimals: 1),
                kernel.gigaflops.formatted(decimals: 1), kernel.streamGigabytesPerSecond.formatted(decimals: 1),
                kernel.shareOfBound.percent,
            ])
        }
        return table
    }

    private var strategyTable: TextTable {
        var table = TextTable(title: "Strategies", columns: ["strategy", "tokens/s", "tau", "speed-up"])
        for figure in strategies {
            table.append([
                figure.name, figure.tokensPerSecond.formatted(decimals: 1), figure.tau.formatted(decimals: 2),
                figure.speedup.formatted(decimals: 2) + "×",
            ])
        }
        return table
    }

    /// What a reader of the tables must know.
    private var remarks: [String] {
        var remarks = isIncomplete ? ["Incomplete: stopped before all was measured."] : []
        remarks.append(
            "Medians of at least \(Repetitions.fewest) runs, \(secondsOfPiece.formatted(decimals: 2)) s for each "
                + "figure, those of a table's block in alternation.")
        if !kernels.isEmpty {
            remarks.append(
                "Of bound: the nearer of two bounds, reading as many bytes and multiplying as often by the type's own "
                    + "instructions, over the time.")
        }
        if !projections.isEmpty {
            remarks.append(
                "Projected, not measured: tau · plain / (draft + verify), with a tau measured on another model.")
        }
        return remarks
    }
}
