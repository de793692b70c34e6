import Foundation
import ModelTestKit
import Testing

/// A prompt is what somebody wrote, whatever it begins with and from whatever system it comes.
struct PromptTextTests {
    private func answer(_ arguments: [String], input: String = "") throws -> String {
        let run = try RunningCommand(
            ["generate", "eagle3-chain", "--max-new-tokens", "6"] + arguments, input: .text(input)
        ).finish()
        // A conversation tells which answers a limit cut.
        let remarks = run.errors.split(separator: "\n").filter { !$0.hasPrefix("[cut: ") }
        #expect(run.status == 0 && remarks.isEmpty, "\(arguments): \(run)")
        return run.output
    }

    @Test(arguments: ["- one item", "-5 + 3 = ?", "--- a/file.py", "--help", "--", "-"])
    func `A prompt that begins with a dash is taken`(prompt: String) throws {
        let expected = try answer([], input: prompt)
        #expect(try answer(["--prompt", prompt]) == expected)
        #expect(try answer(["--prompt=\(prompt)"]) == expected)
    }

    @Test
    func `So are a system message, a stop string and the prompt of a tree`() throws {
        #expect(
            try answer(["--prompt", "Hi", "--system", "- Be brief."])
                == answer(["--prompt", "Hi", "--system=- Be brief."]))
        _ = try answer(["--prompt", "Hi", "--stop", "--- end"])
        let tree = try CommandRun.succeed("tree", "eagle3-chain", "--prompt", "--- a/file.py")
        #expect(tree == (try CommandRun.succeed("tree", "eagle3-chain", input: "--- a/file.py")))
        #expect(try CommandRun.succeed("tokenize", "--", "--- a") == CommandRun.succeed("tokenize", input: "--- a"))
    }

    @Test
    func `Windows' line ends make no difference to an answer`() throws {
        let expected = try answer([], input: "hello\n")
        #expect(try answer([], input: "hello\r\n") == expected)
        #expect(try answer([], input: "hello") == expected)
        #expect(try answer(["--chat"], input: "hello\r\n") == expected)
        #expect(try answer([], input: "\u{FEFF}hello\r\n") == expected)
        #expect(try answer([], input: "one\r\ntwo\r\n") == answer([], input: "one\ntwo\n"))
    }

    @Test
    func `A tokenizer is shown every byte but the last line end`() throws {
        let windows = try CommandRun.succeed("tokenize", input: "one\r\ntwo\r\n")
        #expect(windows == (try CommandRun.succeed("tokenize", input: "one\r\ntwo")))
        #expect(windows != (try CommandRun.succeed("tokenize", input: "one\ntwo")))
    }

    @Test
    func `A bias may be written with either sign`() throws {
        let prompt = ["--prompt", "Hi", "--logit-bias"]
        #expect(try answer(prompt + ["300=-100"]) == answer(prompt + ["300:-100"]))
    }
}
