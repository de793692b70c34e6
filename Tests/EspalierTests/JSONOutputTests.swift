import Foundation
import JSON
import ModelTestKit
import Testing

/// `--json` means the same on every command: a file besides the text, `-` for standard output in place of it.
struct JSONOutputTests {
    private static let commands: [[String]] = [
        ["plugins"], ["check", "eagle3-chain"], ["tree", "eagle3-chain", "--prompt", "Hi"], ["score", "Hi there"],
        ["tokenize", "Hi"], ["tokenize", "--decode", "100,101"], ["inspect", "demo"],
        ["generate", "eagle3-chain", "--prompt", "Hi", "--max-new-tokens", "4"],
    ]

    @Test(arguments: commands)
    func `A file or standard output`(command: [String]) throws {
        let folder = try TemporaryFolder()
        let file = folder.file("out.json")
        let plain = try RunningCommand(command).finish()
        let besides = try RunningCommand(command + ["--json", file.path]).finish()
        #expect(besides.status == 0 && besides.output == plain.output, "\(besides)")
        let written = try JSONValue(parsing: String(contentsOf: file, encoding: .utf8))
        let alone = try RunningCommand(command + ["--json", "-"]).finish()
        #expect(alone.status == 0, "\(alone)")
        #expect(try JSONValue(parsing: alone.output).keys == written.keys)
    }

    @Test
    func `Measuring commands, too, keep standard output for it`() throws {
        let report = try CommandRun.json(
            "compare", "autoregressive", "--limit", "1", "--max-new-tokens", "2", "--json", "-")
        #expect(report["strategies"]?.array?.count == 1)
    }

    @Test
    func `A path that cannot be written is refused first`() throws {
        for command in Self.commands {
            let run = try RunningCommand(command + ["--json", "/nowhere/x.json"]).finish()
            #expect(run.status == 1 && run.output.isEmpty, "\(command): \(run)")
            #expect(run.errors == "Error: /nowhere/x.json: the file cannot be written: no such file or directory\n")
        }
    }

    @Test
    func `An answer with its tokens and why it ended`() throws {
        let report = try CommandRun.json(
            "generate", "eagle3-chain", "--prompt", "Hi", "--max-new-tokens", "4", "--logprobs", "2", "--json", "-")
        let answer = try #require(report["answers"]?.array?.first)
        #expect(answer["prompt"] == .string("Hi"))
        #expect(answer["tokens"]?.array?.count == 4)
        #expect(answer["finish"] == .string("maximum_new_tokens"))
        #expect(answer["logprobs"]?.array?.count == 4)
        let text = try CommandRun.succeed("generate", "eagle3-chain", "--prompt", "Hi", "--max-new-tokens", "4")
        #expect(answer["text"]?.string.map { $0 + "\n" } == text)
    }

    @Test
    func `Every answer of a conversation`() throws {
        let report = try CommandRun.json(
            "generate", "eagle3-chain", "--chat", "--max-new-tokens", "4", "--json", "-", input: "Hi\nAnd?\n")
        #expect(report["answers"]?.array?.count == 2)
    }
}
