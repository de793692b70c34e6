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

    /// Commands that make something, each in an empty folder of its own.
    private static let making: [[String]] = [
        ["calibrate", "--seconds", "1"],
        ["regenerate", "prompts.txt", "--output", "talks.jsonl", "--max-new-tokens", "3"],
        ["export", "--output", "head"], ["experiment", "ways.yaml", "--plan"],
        ["train", "eagle3-dynamic-small", "--output", "run", "--plan"],
        ["train", "eagle3-dynamic-small", "--output", "run", "--steps", "1", "--batch", "1", "--evaluate-every", "0"],
    ]

    /// Runs a command in a folder that holds a prompt.
    private func make(_ command: [String], in folder: TemporaryFolder, json: String) throws -> CommandRun {
        try folder.write("Hi\n", to: "prompts.txt")
        let heldOut = try folder.write(
            #"{"messages": []}"# + "\n" + #"{"messages": [{"role": "user", "content": "Hi"}]}"# + "\n",
            to: "held-out.jsonl")
        try folder.write(
            """
            draft: {policy: eagle3, head: demo/eagle3}
            tree: {builder: chain, depth: 3}
            verify: {verifier: greedy}
            budget: {steps: 1}
            trainer: {batch: 1, held_out: "\(heldOut.path)"}
            arms: [{objective: cross-entropy, ttt_length: 1}]

            """, to: "ways.yaml")
        let places = ["prompts.txt", "talks.jsonl", "head", "run", "ways.yaml"]
        let arguments = command.map { places.contains($0) ? folder.file($0).path : $0 }
        return try RunningCommand(arguments + ["--json", json]).finish()
    }

    @Test(arguments: making)
    func `Those that make something as well`(command: [String]) throws {
        let folders = [try TemporaryFolder(), try TemporaryFolder()]
        let file = folders[0].file("out.json")
        let besides = try make(command, in: folders[0], json: file.path)
        #expect(besides.status == 0 && !besides.output.isEmpty, "\(besides)")
        let written = try JSONValue(parsing: String(contentsOf: file, encoding: .utf8))
        let alone = try make(command, in: folders[1], json: "-")
        #expect(alone.status == 0, "\(alone)")
        #expect(try JSONValue(parsing: alone.output).keys == written.keys)
    }

    @Test
    func `A training tells where its head is and how it did`() throws {
        let folder = try TemporaryFolder()
        let run = try make(Self.making[5], in: folder, json: "-")
        let report = try JSONValue(parsing: run.output)
        #expect(report["steps"] == .integer(1) && report["incomplete"] == .bool(false))
        #expect(report["head"] == .string(folder.file("run").path))
        let evaluations = try #require(report["evaluations"]?.array)
        #expect(evaluations.compactMap { $0["step"]?.integer } == [0, 1])
        #expect(evaluations.contains { $0["tau"] == report["best"]?["tau"] })
        #expect(report["data"]?["held_out"]?["unusable"] == .array([]))
        // What a person would read meanwhile goes beside it.
        #expect(run.errors.contains("step 0  tau "))
    }

    @Test
    func `A regeneration and an export tell what they made`() throws {
        let folder = try TemporaryFolder()
        let talks = try JSONValue(parsing: make(Self.making[1], in: folder, json: "-").output)
        #expect(talks["output"] == .string(folder.file("talks.jsonl").path))
        #expect(talks["conversations"] == .integer(1) && talks["answers"] == .integer(1))
        #expect(talks["new_tokens"] == .integer(3) && talks["incomplete"] == .bool(false))
        let head = try JSONValue(parsing: make(Self.making[2], in: folder, json: "-").output)
        #expect(head["identical"] == .bool(true) && head["tensors"] == .integer(15))
        let names = head["files"]?.array?.compactMap { $0["name"]?.string }
        #expect(names == ["config.json", "model.safetensors"])
    }

    @Test
    func `An experiment's plan has its arms, and lines of no use are told beside it`() throws {
        let folder = try TemporaryFolder()
        let run = try make(Self.making[3], in: folder, json: "-")
        let plan = try JSONValue(parsing: run.output)
        #expect(plan["arms"]?.array?.compactMap { $0["updates"]?.integer } == [1] && plan["seeds"]?.array?.count == 1)
        let unusable = "1 unusable (line 1: the conversation is empty: 'messages' has no message)"
        #expect(run.errors == "\(folder.file("held-out.jsonl").path): \(unusable)\n")
    }

    @Test(
        arguments: [
            ["calibrate", "--output", "-"], ["regenerate", "x", "--output", "-"], ["compare", "--markdown", "-"],
        ])
    func `Two documents on standard output are refused`(command: [String]) throws {
        let run = try RunningCommand(command + ["--json", "-"]).finish()
        #expect(run.status == 64 && run.output.isEmpty, "\(run)")
        #expect(run.errors.contains("both write to standard output: name a file for one of them"), "\(run)")
    }

    @Test
    func `A path that cannot be written is refused first`() throws {
        for command in Self.commands + Self.making {
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
