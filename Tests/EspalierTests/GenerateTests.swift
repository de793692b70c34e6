import Foundation
import ModelTestKit
import Testing

/// `espalier generate`: answers on standard output, remarks on standard error.
struct GenerateTests {
    @Test
    func `A prompt may come from an option or from standard input`() throws {
        let option = try CommandRun.succeed(
            "generate", "eagle3-dynamic-small", "--prompt", "What is a tree?", "--max-new-tokens", "12")
        #expect(option.count > 8)
        #expect(option.hasSuffix("\n"))
        let input = try CommandRun.succeed(
            "generate", "eagle3-dynamic-small", "--max-new-tokens", "12", input: "What is a tree?\n")
        #expect(input == option)
    }

    @Test
    func `Every lossless strategy writes what plain decoding writes`() throws {
        let plain = try CommandRun.succeed(
            "generate", "autoregressive", "--prompt", "Count to five.", "--max-new-tokens", "24")
        for strategy in ["eagle3-dynamic", "eagle3-chain", "small-model-chain", "prompt-lookup", "medusa-tree"] {
            let text = try CommandRun.succeed(
                "generate", strategy, "--prompt", "Count to five.", "--max-new-tokens", "24")
            #expect(text == plain, "\(strategy)")
        }
    }

    @Test(arguments: ["full", "q8"])
    func `With 8-bit weights, too, a tree writes what plain decoding writes`(inputs: String) throws {
        let options = ["--dtype", "q8", "--inputs", inputs, "--prompt", "Count to five.", "--max-new-tokens", "24"]
        let plain = try RunningCommand(["generate", "autoregressive"] + options).finish().output
        #expect(plain.count > 8)
        for strategy in ["eagle3-dynamic", "small-model-chain"] {
            #expect(try RunningCommand(["generate", strategy] + options).finish().output == plain, "\(strategy)")
        }
    }

    @Test
    func `A word that made two choices is refused, and what to write now is said`() throws {
        let run = try RunningCommand(["generate", "--dtype", "bf16-inputs"], input: .text(""), environment: [:])
            .finish()
        #expect(run.status == 64 && run.errors.contains("it is now two options: --dtype bf16 --inputs bf16"))
    }

    @Test
    func `Each kernel variant works`() throws {
        for variant in ["portable", "avx2", "avx512"] {
            let text = try CommandRun.succeed(
                "generate", "eagle3-dynamic-small", "--prompt", "What is a tree?", "--max-new-tokens", "8",
                environment: ["ESPALIER_KERNELS": variant])
            #expect(text.count > 4, "\(variant)")
        }
    }

    @Test
    func `A variant that there is not is told in one sentence`() throws {
        let text = try CommandRun.refuse("plugins", environment: ["ESPALIER_KERNELS": "avx51"])
        let expected = "ESPALIER_KERNELS=avx51: there is no such variant of the kernels; did you mean 'avx512'?"
        #expect(text.hasPrefix(expected), "\(text)")
    }

    /// What a run says beside its answers, without that a limit cut them.
    private static func remarks(of run: CommandRun) -> [String] {
        run.errors.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("[cut: ") }
    }

    @Test
    func `A conversation remembers what was said`() throws {
        let first = "My dog is called Rex."
        let talk = try CommandRun.run(
            "generate", "eagle3-dynamic-small", "--chat", "--max-new-tokens", "8",
            input: .text("\(first)\n\nWhat is his name?\n")
        ).output
        let answers = talk.split(separator: "\n")
        #expect(answers.count >= 2)
        let alone = try CommandRun.succeed(
            "generate", "eagle3-dynamic-small", "--max-new-tokens", "8", "--prompt", first)
        #expect(talk.hasPrefix(alone))
        let rest = talk.dropFirst(alone.count)
        // The second answer follows the whole conversation, whose prompt the model reads as one text.
        let forgetful = try CommandRun.succeed(
            "generate", "eagle3-dynamic-small", "--max-new-tokens", "8", "--prompt", "What is his name?")
        #expect(String(rest) != forgetful)
    }

    @Test
    func `A system message and a seed change the answer as they should`() throws {
        func answer(_ arguments: String...) throws -> String {
            let all =
                [
                    "generate", "eagle3-dynamic-small", "--prompt", "Tell me a story.", "--max-new-tokens", "16",
                    "--temperature", "1",
                ] + arguments
            return try RunningCommand(all).finish().output
        }
        let one = try answer("--seed", "1")
        #expect(try answer("--seed", "1") == one)
        #expect(try answer("--seed", "2") != one)
        #expect(try answer("--seed", "1", "--system", "Answer in French.") != one)
    }

    @Test
    func `Statistics and warnings go to standard error`() throws {
        let run = try CommandRun.run(
            "generate", "--prompt", "Hello", "--max-new-tokens", "6", "--stats", "typical")
        #expect(run.status == 0)
        #expect(run.errors.contains("typical is lossy"))
        #expect(run.errors.contains(": 6 tokens, tau "))
        #expect(!run.output.contains("tau"))
    }

    @Test
    func `A conversation that outgrows the context goes on without its oldest turns, and says so`() throws {
        let message = String(repeating: "tree ", count: 300) + "\n"
        let run = try CommandRun.run(
            "generate", "eagle3-dynamic-small", "--chat", "--max-new-tokens", "2", "--system", "Be brief.",
            input: .text(message + message + message + message + "Hi\n"))
        #expect(run.status == 0, "\(run)")
        #expect(run.output.split(separator: "\n").count == 5)
        #expect(
            Self.remarks(of: run) == [
                "the oldest 2 turns are left out from here on: the context of 1024 tokens is full"
            ],
            "\(run.errors)")
    }

    @Test
    func `A message that no context holds is refused, and the conversation goes on`() throws {
        let long = String(repeating: "tree ", count: 1_100) + "\n"
        let run = try CommandRun.run(
            "generate", "eagle3-dynamic-small", "--chat", "--max-new-tokens", "4",
            input: .text("My dog is called Rex.\n" + long + "What is his name?\n"))
        let without = try CommandRun.run(
            "generate", "eagle3-dynamic-small", "--chat", "--max-new-tokens", "4",
            input: .text("My dog is called Rex.\nWhat is his name?\n"))
        #expect(run.status == 0 && run.output == without.output, "\(run)")
        let remarks = Self.remarks(of: run)
        #expect(remarks.count == 1 && remarks[0].hasPrefix("the prompt has 1"), "\(run.errors)")
        #expect(remarks[0].hasSuffix(" tokens, and the target's context holds 1024 with the answer"), "\(run.errors)")
    }

    @Test
    func `In a conversation every lossless strategy writes what plain decoding writes`() throws {
        let messages = "Tell me a story about a tree.\nAnd then?\nWrite a function that adds two numbers.\nThanks.\n"
        func talk(_ strategy: String) throws -> String {
            let run = try CommandRun.run(
                "generate", strategy, "--chat", "--max-new-tokens", "40", "--system", "Be brief.",
                input: .text(messages))
            #expect(run.status == 0, "\(run)")
            return run.output
        }
        let plain = try talk("autoregressive")
        for strategy in [
            "eagle3-chain", "eagle3-dynamic", "eagle3-cost-aware", "medusa-tree", "small-model-chain", "prompt-lookup",
        ] {
            #expect(try talk(strategy) == plain, "\(strategy)")
        }
    }

    @Test
    func `Bytes that are no text are refused, and within a conversation replaced`() throws {
        let bytes = Data([0x48, 0x69, 0xFF, 0xFE, 0x0A])
        #expect(
            try CommandRun.refuse("generate", input: .bytes(bytes)) == "standard input: the text is not valid UTF-8")
        let run = try CommandRun.run(
            "generate", "eagle3-dynamic-small", "--chat", "--max-new-tokens", "2", input: .bytes(bytes))
        #expect(run.status == 0)
    }
}
