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
        func `A request to end the program is heeded as Ctrl-C is, with its own exit status`() throws {
            let folder = try TemporaryFolder()
            let json = folder.file("report.json")
            let command = try RunningCommand(Self.arguments + [json.path])
            try #require(command.wait { command.catchesInterrupts })
            command.process.terminate()
            let run = try command.finish()
            #expect(run.status == 143, "\(run)")
            #expect(try JSONValue(parsing: Data(contentsOf: json))["incomplete"] == .bool(true))
        }

        /// A conversation that a test writes into; answers go on until they are stopped.
        private func conversation(
            _ pipe: NamedPipe, tokens: Int = 700
        ) throws -> RunningCommand {
            let command = try RunningCommand(
                [
                    "generate", "autoregressive", "--chat", "--ignore-eos", "--stats", "--max-new-tokens", "\(tokens)",
                ], input: .path(pipe.url))
            pipe.waitForReader()
            return command
        }

        @Test
        func `In a conversation Ctrl-C ends the answer, and the conversation goes on`() throws {
            let folder = try TemporaryFolder()
            let pipe = try NamedPipe("messages", in: folder)
            let command = try conversation(pipe)
            for message in ["Tell me a story.\n", "And then?\n"] {
                let before = command.outputSoFar.count
                pipe.write(message)
                try #require(command.wait { command.catchesInterrupts && command.outputSoFar.count > before + 20 })
                command.process.interrupt()
                try #require(command.wait { !command.catchesInterrupts })
            }
            pipe.close()
            let run = try command.finish()
            #expect(run.status == 0, "\(run)")
            let counts = run.errors.split(separator: "\n").compactMap { line in
                line.split(separator: ": ").last?.split(separator: " ").first.flatMap { Int($0) }
            }
            #expect(counts.count == 2 && counts.allSatisfy { $0 < 700 }, "\(run.errors)")
        }

        @Test
        func `At the next message Ctrl-C ends the program`() throws {
            let folder = try TemporaryFolder()
            let pipe = try NamedPipe("messages", in: folder)
            let command = try conversation(pipe, tokens: 4)
            pipe.write("Hi\n")
            try #require(command.wait { command.outputSoFar.hasSuffix("\n") && !command.catchesInterrupts })
            command.process.interrupt()
            let run = try command.finish()
            #expect(run.signal == SIGINT, "\(run)")
            pipe.close()
        }

        @Test
        func `Within an answer, a request to end the program is heeded`() throws {
            let folder = try TemporaryFolder()
            let pipe = try NamedPipe("messages", in: folder)
            let command = try conversation(pipe)
            pipe.write("Tell me a story.\n")
            try #require(command.wait { command.outputSoFar.count > 20 && command.catchesInterrupts })
            command.process.terminate()
            let run = try command.finish()
            #expect(run.status == 143, "\(run)")
            pipe.close()
        }

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
