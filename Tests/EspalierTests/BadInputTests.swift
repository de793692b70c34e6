import Foundation
import ModelTestKit
import Testing

/// Prompts, strategies and options that make no sense end in one sentence and the right exit status.
struct BadInputTests {
    /// More tokens than the demo model's context of 1,024.
    private static let long = String(repeating: "tree ", count: 1_500)

    @Test
    func `An empty prompt or text`() throws {
        #expect(try CommandRun.refuse("generate", "--prompt", "").hasPrefix("the prompt is empty"))
        #expect(try CommandRun.refuse("generate").hasPrefix("the prompt is empty"))
        #expect(try CommandRun.refuse("tree", "--prompt", "").hasPrefix("the prompt is empty"))
        #expect(try CommandRun.refuse("score", "").hasPrefix("the text is empty"))
        let folder = try TemporaryFolder()
        let file = try folder.write("\n \n", to: "prompts.txt").path
        #expect(try CommandRun.refuse("compare", "--prompts", file) == "\(file): the file holds no prompt")
    }

    @Test
    func `A prompt longer than the context`() throws {
        let tail = "and the target's context holds 1024 with the answer"
        #expect(try CommandRun.refuse("generate", "eagle3-dynamic-small", input: .text(Self.long)).hasSuffix(tail))
        #expect(try CommandRun.refuse("tree", input: .text(Self.long)).hasSuffix(tail))
        #expect(try CommandRun.refuse("score", input: .text(Self.long)).hasSuffix("the context of demo holds 1024"))
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.long, to: "prompts.txt").path
        let message = try CommandRun.refuse("compare", "autoregressive", "--prompts", file)
        #expect(message.hasPrefix("prompt 1 has ") && message.hasSuffix(tail), "\(message)")
    }

    @Test
    func `Standard input that cannot be read`() throws {
        for arguments in [
            ["generate"], ["generate", "eagle3-dynamic-small", "--chat"], ["tree"], ["score"], ["tokenize"],
        ] {
            let folder = FileManager.default.temporaryDirectory
            let run = try RunningCommand(arguments, input: .path(folder)).finish()
            #expect(run.status == 1 && run.output.isEmpty)
            #expect(run.errors == "Error: standard input cannot be read: is a directory\n", "\(arguments)")
        }
    }

    @Test
    func `A prompt file that is a folder, missing or of no known format`() throws {
        let folder = try TemporaryFolder()
        #expect(
            try CommandRun.refuse("compare", "--prompts", folder.path)
                == "\(folder.path): this is a directory, not a prompt file")
        let missing = folder.file("none.jsonl").path
        #expect(
            try CommandRun.refuse("compare", "--prompts", missing)
                == "\(missing): the file cannot be read: no such file or directory")
        let strange = try folder.write("{\"text\": \"hello\"}\n", to: "strange.jsonl").path
        #expect(
            try CommandRun.refuse("compare", "--prompts", strange).hasPrefix("\(strange):1: no known prompt format: "))
        let binary = try folder.write(Data([0x61, 0x00, 0x62]), to: "binary").path
        #expect(try CommandRun.refuse("compare", "--prompts", binary).hasPrefix("\(binary):1: a zero byte"))
    }

    @Test
    func `A strategy name that nobody knows shows the nearest one`() throws {
        for command in ["compare", "check"] {
            #expect(
                try CommandRun.refuse(command, "egle3-dynamic").hasPrefix(
                    "egle3-dynamic: there is no such file, and no strategy of this name; did you mean 'eagle3-dynamic'?"
                ))
        }
        #expect(
            try CommandRun.refuse("generate", "hydra", "--prompt", "Hi").hasPrefix("hydra: there is no")
        )
    }

    @Test
    func `Three mistakes in a strategy are shown at once with their places`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            """
            name: mistaken
            target: {model: demo}
            draft: {policy: eagle4, head: demo/eagle3}
            tree: {builder: dynamic, depht: 8, top_k: 0}
            verify: {verifier: sampling}
            """, to: "mistaken.yaml"
        ).path
        let run = try CommandRun.run("check", file)
        #expect(run.status == 1 && run.output.isEmpty)
        for place in ["\(file):3:17:", "\(file):4:26:", "\(file):4:43:"] {
            #expect(run.errors.contains(place), "\(run.errors)")
        }
        for fact in ["did you mean 'eagle3'", "did you mean 'depth'", "top_k", "^"] {
            #expect(run.errors.contains(fact), "\(fact): \(run.errors)")
        }
    }

    @Test
    func `A YAML bomb, a folder without strategies and a text of another kind`() throws {
        let folder = try TemporaryFolder()
        #expect(try CommandRun.refuse("compare", folder.path).contains("the folder holds no strategy file (*.yaml)"))
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(aliases)]\n"
        }
        for text in [bomb, String(repeating: "[", count: 100_000), "\u{0}", "- 1\n- 2\n"] {
            let file = try folder.write(text, to: "bomb.yaml").path
            let run = try CommandRun.run("check", file)
            #expect(run.status == 1 && run.output.isEmpty, "\(run)")
            #expect(run.errors.hasPrefix("Error: \(file):"), "\(run.errors.prefix(300))")
        }
    }

    @Test
    func `A verifier that cannot keep its promise names those that can`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(StrategyText.verified(by: "greedy"), to: "greedy.yaml").path
        #expect(try CommandRun.succeed("check", file).contains("verifier: greedy"))
        for run in [
            try CommandRun.run("compare", file, "--temperature", "5"),
            try CommandRun.run("generate", file, "--prompt", "Hi", "--temperature", "5"),
        ] {
            #expect(run.status == 1 && run.output.isEmpty)
            #expect(run.errors.contains("verifier 'greedy' is exact at temperature 0 only"), "\(run.errors)")
            #expect(run.errors.contains("legal here: sampling"), "\(run.errors)")
        }
    }

    @Test(
        arguments: [
            ["compare", "--limit", "0"], ["compare", "--limit", "-3"], ["compare", "--max-new-tokens", "0"],
            ["compare", "--limit", "99999999999999999999"], ["generate", "--max-new-tokens", "1.5"],
            ["generate", "--temperature", "-1"], ["generate", "--temperature", "nan"],
            ["generate", "--temperature", "101"], ["generate", "--min-p", "2"], ["generate", "--top-k", "-1"],
            ["generate", "--stop", ""], ["generate", "--logit-bias", "5"], ["compare", "--repetition-penalty", "0"],
            ["generate", "--logprobs", "-1"],
            ["generate", "--seed", "-1"], ["generate", "--prompt", "x", "--chat"], ["tree", "--after", "-1"],
            ["tree", "--prompt", "x", "--tokens", "1"], ["tree", "--tokens", "1,,2"], ["tree", "--tokens", "-1"],
            ["score", "--tokens", "one"], ["score", "x", "--tokens", "1"], ["score", "x", "--logits", "rows.bin"],
            ["tokenize", "x", "--decode", "1"], ["tokenize", "x", "--texts", "y"], ["tokenize", "--chat", "--plain"],
            ["generate", "--chat-template", "chatlm"], ["plugins", "--jsn"],
            ["grow"], ["compare", "--prompts"],
        ])
    func `Misused options end with exit status 64 and the usage`(arguments: [String]) throws {
        let run = try RunningCommand(arguments).finish()
        #expect(run.status == 64, "\(arguments) ended with \(run)")
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("Error: ") && run.errors.contains("sage: espalier"), "\(run.errors)")
    }

    @Test
    func `Tokens outside the vocabulary`() throws {
        for arguments in [["score", "--tokens", "1,4096"], ["tree", "--tokens", "1,4096"]] {
            let run = try RunningCommand(arguments).finish()
            #expect(run.status == 1)
            #expect(run.errors.hasSuffix("token 4096 is outside the vocabulary of 4096\n"), "\(run.errors)")
        }
    }

    @Test
    func `Very large limits are no trouble`() throws {
        let most = "9223372036854775807"
        let text = try CommandRun.succeed(
            "generate", "eagle3-dynamic-small", "--prompt", "Say yes.", "--max-new-tokens", most, "--seed", most)
        #expect(!text.isEmpty)
    }

    @Test(.disabled(if: geteuid() == 0, "the superuser may read everything"))
    func `A file without permission to read it`() throws {
        let folder = try BundledModels.copy(of: "demo")
        try folder.write("{}", to: "config.json")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.file("config.json").path)
        #expect(
            try CommandRun.refuse("score", "x", "--model", folder.path)
                == "\(folder.path)/config.json: cannot be read: permission denied")
    }
}
