#if os(Linux)
    import Foundation
    import JSON
    import ModelTestKit
    import Testing

    /// Whatever reads a file reads a pipe, a named pipe and `-`; whatever writes one writes `-`.
    struct PipeTests {
        private static let prompts = "{\"turns\": [\"Name a fruit.\"]}\n"
        private static let talk =
            #"{"messages": [{"role": "user", "content": "Name a fruit."}, "#
            + #"{"role": "assistant", "content": "An apple."}]}"# + "\n"

        /// Runs a command with a text behind a path that it reads: `-`, `/dev/stdin` or a named pipe.
        private func run(
            _ place: String, holding text: String, _ arguments: (String) -> [String]
        ) throws -> CommandRun {
            let folder = try TemporaryFolder()
            let pipe = try NamedPipe("pipe", in: folder, holding: text)
            return place == "pipe"
                ? try RunningCommand(arguments(pipe.url.path)).finish()
                : try RunningCommand(arguments(place), input: .path(pipe.url)).finish()
        }

        @Test(arguments: ["-", "/dev/stdin", "pipe"])
        func `Prompts of a comparison`(place: String) throws {
            let run = try run(place, holding: Self.prompts) {
                ["compare", "autoregressive", "--max-new-tokens", "4", "--prompts", $0]
            }
            #expect(run.status == 0, "\(run)")
            #expect(run.output.contains("1 prompt, at most 4 new tokens"), "\(run)")
        }

        @Test(arguments: ["-", "/dev/stdin", "pipe"])
        func `Prompts to answer anew`(place: String) throws {
            let run = try run(place, holding: Self.prompts) {
                ["regenerate", $0, "--output", "-", "--max-new-tokens", "4"]
            }
            #expect(run.status == 0, "\(run)")
            // Nothing but conversations, so that another program can read them.
            let lines = run.output.split(separator: "\n")
            #expect(lines.count == 1)
            #expect(try JSONValue(parsing: String(lines[0]))["messages"]?.array?.count == 2)
            #expect(run.errors.contains("1 conversation with 1 answer"), "\(run)")
        }

        @Test
        func `A regeneration may write to /dev/stdout`() throws {
            let folder = try TemporaryFolder()
            let file = try folder.write(Self.prompts, to: "prompts.jsonl").path
            let run = try CommandRun.run("regenerate", file, "--output", "/dev/stdout", "--max-new-tokens", "4")
            #expect(run.status == 0 && run.output.hasPrefix("{"), "\(run)")
            #expect(try folder.names == ["prompts.jsonl"])
        }

        @Test(arguments: ["-", "/dev/stdin", "pipe"])
        func `Conversations to train on`(place: String) throws {
            let run = try run(place, holding: Self.talk) {
                ["train", "eagle3-dynamic-small", "--data", $0, "--plan", "--output", "run"]
            }
            #expect(run.status == 0, "\(run)")
            #expect(run.output.contains("1 of 1 conversation"), "\(run)")
        }

        @Test(arguments: ["-", "/dev/stdin", "pipe"])
        func `A strategy`(place: String) throws {
            let text = "draft: {policy: none}\nverify: {verifier: greedy}\n"
            let run = try run(place, holding: text) { ["check", $0] }
            #expect(run.status == 0 && run.output.contains("policy: none"), "\(run)")
        }

        @Test(arguments: ["-", "/dev/stdin", "pipe"])
        func `Texts to cut into tokens`(place: String) throws {
            let run = try run(place, holding: "\"Hi\"\r\n\"there\"\n") { ["tokenize", "--texts", $0] }
            #expect(run.status == 0 && run.output.split(separator: "\n").count == 2, "\(run)")
        }

        @Test
        func `Faults in standard input are named so`() throws {
            let run = try run("-", holding: "{\"turns\": []}\n") { ["compare", "autoregressive", "--prompts", $0] }
            #expect(run.status == 1)
            #expect(run.errors == "Error: standard input:1: the prompt is empty: 'turns' has no text\n", "\(run)")
        }

        @Test
        func `A report goes to standard output alone`() throws {
            let run = try CommandRun.run(
                "compare", "autoregressive", "--limit", "1", "--max-new-tokens", "2", "--markdown", "-")
            #expect(run.status == 0 && run.output.hasPrefix("# Comparison\n"), "\(run)")
        }
    }
#endif
