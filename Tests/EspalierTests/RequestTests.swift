import Foundation
import ModelTestKit
import Testing

/// What a request may ask for, on the command line and in strategy files.
struct RequestTests {
    private func answer(_ strategy: String, _ options: String...) throws -> String {
        try RunningCommand(
            [
                "generate", strategy, "--prompt", "Write a Python function that reverses a list.", "--max-new-tokens",
                "48",
            ]
                + options
        ).finish().output
    }

    @Test
    func `A stop string ends the text, in trees as in plain decoding`() throws {
        let whole = try answer("autoregressive")
        let middle = whole.index(whole.startIndex, offsetBy: whole.count / 2)
        let stop = String(whole[middle...].prefix(7))
        let first = try #require(whole.firstRange(of: stop))
        for strategy in ["autoregressive", "eagle3-dynamic", "prompt-lookup", "small-model-chain"] {
            #expect(try answer(strategy, "--stop", stop) == String(whole[..<first.lowerBound]) + "\n", "\(strategy)")
        }
    }

    @Test
    func `Greedy with every rule is plain decoding's, for every lossless strategy`() throws {
        let run = try RunningCommand([
            "compare", "autoregressive", "eagle3-chain", "eagle3-dynamic", "eagle3-static", "prompt-lookup",
            "small-model-chain", "eagle3-short-chain", "--limit", "4", "--max-new-tokens", "40",
            "--repetition-penalty", "1.2", "--frequency-penalty", "0.3", "--presence-penalty", "0.2",
            "--logit-bias", "300=2", "--min-new-tokens", "30", "--stop", ".\n",
        ]).finish()
        #expect(run.status == 0, "\(run)")
    }

    @Test
    func `Log-probabilities are listed behind the answer`() throws {
        let listing = try answer("eagle3-dynamic", "--logprobs", "2")
        #expect(listing.contains("   log p    rank  text") && listing.contains("   best: "))
        // Greedy tokens are the most probable ones.
        let rows = listing.split(separator: "\n").drop { !$0.contains("log p") }.dropFirst()
        #expect(rows.count > 10)
        #expect(rows.allSatisfy { $0.split(separator: " ", omittingEmptySubsequences: true)[2] == "1" })
        #expect(try answer("autoregressive", "--logprobs", "2") == listing)
    }

    @Test
    func `Tokens that the target does not have are named with their place`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            """
            draft: {policy: none}
            verify: {verifier: sampling}
            sampling: {stop_tokens: [4096], logit_bias: {"two whole words": 1}}
            """, to: "wrong.yaml"
        ).path
        let run = try CommandRun.run("generate", file, "--prompt", "Hi")
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(
            run.errors.contains(":3:26: stop_tokens: token 4096 is outside the vocabulary of 4096"), "\(run.errors)")
        #expect(run.errors.contains(":3:46: logit_bias: the text 'two whole words' is "), "\(run.errors)")
        let option = try CommandRun.run("generate", "--prompt", "Hi", "--stop-token", "9999")
        #expect(option.status == 1)
        #expect(
            option.errors.contains("on the command line: stop_tokens: token 9999 is outside the vocabulary"),
            "\(option.errors)")
    }
}
