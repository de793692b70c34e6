#if os(Linux)
    import Foundation
    import JSON
    import ModelTestKit
    import Testing

    /// Ctrl-C stops a comparison where it is safe, and what is complete is reported.
    struct InterruptionTests {
        private static let arguments = [
            "compare", "autoregressive", "eagle3-dynamic-small", "--max-new-tokens", "64", "--json",
        ]

        @Test
        func `Before the first prompt is complete nothing is reported as measured`() throws {
            let folder = try TemporaryFolder()
            let json = folder.file("report.json")
            let command = try RunningCommand(Self.arguments + [json.path])
            try #require(command.wait { command.catchesInterrupts })
            command.process.interrupt()
            let run = try command.finish()
            #expect(run.status == 130, "\(run)")
            #expect(run.errors.isEmpty)
            #expect(run.output.contains("nothing was measured"), "\(run.output)")
            let report = try JSONValue(parsing: Data(contentsOf: json))
            #expect(report["incomplete"] == .bool(true))
            #expect(report["workload"]?["prompts"] == .array([]))
            #expect(try folder.names == ["report.json"])
        }

        @Test(.enabled(if: PseudoTerminal.isAvailable, "this system gives out no pseudo-terminal"))
        func `Later, the complete prompts are reported`() throws {
            let folder = try TemporaryFolder()
            let json = folder.file("report.json")
            let terminal = try PseudoTerminal()
            let command = try RunningCommand(Self.arguments + [json.path], errors: terminal.terminal)
            // The first prompts are complete when the bar has come past the warm-up and a tenth of the rest.
            try #require(command.wait { terminal.latestPercent() ?? 0 >= 15 })
            command.process.interrupt()
            let run = try command.finish()
            #expect(run.status == 130, "\(run)")
            let report = try JSONValue(parsing: Data(contentsOf: json))
            let prompts = try #require(report["workload"]?["prompts"]?.array).count
            #expect(report["incomplete"] == .bool(true))
            #expect(prompts > 0 && prompts < 30)
            #expect(run.output.contains("Incomplete: stopped after \(prompts) of 30 prompts."), "\(run.output)")
            for strategy in try #require(report["strategies"]?.array) {
                #expect(strategy["prompts"] == .integer(prompts))
            }
            #expect(try folder.names == ["report.json"])
        }
    }
#endif
