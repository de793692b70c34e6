import Foundation
import JSON
import ModelTestKit
import Testing

/// `espalier compare`: its table, and its JSON, which is a contract.
struct CompareTests {
    private static let strategyKinds = [
        "name": "a string", "guarantee": "a string", "baseline": "a string", "rounds": "a number",
        "drafted": "a number", "accepted": "a number", "emitted": "a number", "tau": "a number",
        "tau_ci95": "an array", "tau_macro": "a number", "speedup": "a number", "speedup_ci95": "an array",
        "tokens_per_second": "a number", "prompts": "a number", "acceptance_by_depth": "an object",
        "seconds": "an object", "resolved": "an object", "seed": "a number",
    ]

    private func numbers(_ value: JSONValue?) throws -> [Double] {
        try #require(value?.array).compactMap(\.double)
    }

    @Test
    func `Of all strategies those that cannot run with a model are left out, and why is said`() throws {
        let run = try RunningCommand(
            ["compare", "--model", "demo-small", "--limit", "1", "--max-new-tokens", "4"]
        ).finish()
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("\nprompt-lookup ") && !run.output.contains("\neagle3-chain "))
        #expect(run.errors.contains("left out: eagle3-chain, which cannot run here: "))
        // What is named is asked for.
        let named = try RunningCommand(
            ["compare", "prompt-lookup", "eagle3-chain", "--model", "demo-small", "--limit", "1"]
        ).finish()
        #expect(named.status == 1 && named.output.isEmpty)
    }

    @Test
    func `A strategy with several heads is compared with itself, on the same prompts`() throws {
        let folder = try TemporaryFolder()
        let json = folder.file("report.json")
        let text = try CommandRun.succeed(
            "compare", "eagle3-dynamic-small", "autoregressive", "--head", "demo/eagle3", "--head", "demo/eagle3-gto",
            "--limit", "3", "--max-new-tokens", "16", "--json", json.path)
        #expect(text.contains("\nVariants of one strategy: tau less that of the first, tokens per second over its\n"))
        let report = try JSONValue(parsing: Data(contentsOf: json))
        let strategies = try #require(report["strategies"]?.array)
        let (old, new) = ("eagle3-dynamic-small@eagle3", "eagle3-dynamic-small@eagle3-gto")
        #expect(strategies.compactMap { $0["name"]?.string } == [old, new, "autoregressive"])
        let pair = try #require(report["variants"]?.array)
        #expect(pair.count == 1 && pair[0]["a"]?.string == new && pair[0]["b"]?.string == old)
        let taus = strategies.compactMap { $0["tau"]?.double }
        #expect(pair[0]["tau_difference"]?.double == taus[1] - taus[0])
        let interval = try numbers(pair[0]["tau_difference_ci95"])
        #expect(interval.count == 2 && interval[0] <= taus[1] - taus[0] && taus[1] - taus[0] <= interval[1])
        let speeds = strategies.compactMap { $0["tokens_per_second"]?.double }
        let ratio = try #require(pair[0]["speed_ratio"]?.double)
        #expect(abs(ratio - speeds[1] / speeds[0]) < 1e-9)

        for arguments in [["compare", "--head", "a", "--head", "a"], ["generate", "--head", "a", "--head", "b"]] {
            let refused = try RunningCommand(arguments).finish()
            #expect(refused.status == 64 && refused.output.isEmpty, "\(refused)")
        }
    }

    @Test
    func `The report's JSON holds every key of the contract with its type`() throws {
        let folder = try TemporaryFolder()
        let (json, markdown) = (folder.file("report.json"), folder.file("report.md"))
        let output = try CommandRun.succeed(
            "compare", "autoregressive", "eagle3-dynamic-small", "typical", "--limit", "2", "--max-new-tokens", "8",
            "--json", json.path, "--markdown", markdown.path)
        #expect(output.contains("eagle3-dynamic-small"))
        #expect(output.contains("typical (lossy)"))
        let table = try String(contentsOf: markdown, encoding: .utf8)
        #expect(table.hasPrefix("# Comparison\n"))
        #expect(table.contains("| typical (lossy)"))
        #expect(try folder.names == ["report.json", "report.md"])

        let report = try JSONValue(parsing: Data(contentsOf: json))
        for key in ["machine", "versions", "seeds"] { #expect(report.kinds[key] == "an object", "\(key)") }
        #expect(report["incomplete"] == .bool(false))
        let strategies = try #require(report["strategies"]?.array)
        // Plain decoding at the lossy strategy's temperature was added as its baseline.
        #expect(
            strategies.map { $0["name"]?.string }
                == ["plain decoding, t=0.7", "autoregressive", "eagle3-dynamic-small", "typical"])
        for strategy in strategies {
            for (key, kind) in Self.strategyKinds { #expect(strategy.kinds[key] == kind, "\(key)") }
            #expect(try #require(strategy["seconds"]).keys == ["draft", "other", "target", "tree", "verify"])
            #expect(try #require(strategy["acceptance_by_depth"]).keys == ["conditional", "joint"])
            #expect(try numbers(strategy["tau_ci95"]).count == 2)
            #expect(try numbers(strategy["speedup_ci95"]).count == 2)
            #expect(strategy["prompts"] == .integer(2))
        }
        let (plain, tree, lossy) = (strategies[1], strategies[2], strategies[3])
        #expect(plain["tau"] == .integer(1))
        #expect(plain["greedy_path"] == .null)
        #expect(plain["identical"] == .integer(2))
        #expect(tree["identical"] == .integer(2))
        #expect(tree["emitted"] == plain["emitted"])
        #expect(try #require(tree["tau"]?.double) >= 1)
        for key in ["pruned", "accepted", "tau"] {
            #expect(tree["greedy_path"]?[key]?.double != nil, "\(key)")
        }
        #expect(lossy["guarantee"] == .string("lossy"))
        #expect(lossy["identical"] == .null)
        #expect(lossy["baseline"] == .string("plain decoding, t=0.7"))
    }

    @Test
    func `Prompts, sampling and models may come from options`() throws {
        let folder = try TemporaryFolder()
        let prompts = try folder.write("What is a tree?\nAdd 2 and 3.\n", to: "prompts.txt")
        let json = folder.file("report.json")
        _ = try CommandRun.succeed(
            "compare", "small-model-chain", "prompt-lookup", "--model", BundledModels.folder("demo").path, "--prompts",
            prompts.path, "--max-new-tokens", "4", "--temperature", "1", "--seed", "7", "--json", json.path)
        let report = try JSONValue(parsing: Data(contentsOf: json))
        #expect(report["workload"]?["name"] == .string(prompts.path))
        let strategies = try #require(report["strategies"]?.array)
        #expect(strategies.allSatisfy { $0["sampling"]?["temperature"] == .integer(1) })
        #expect(strategies.dropFirst().allSatisfy { $0["seed"] == .integer(7) })
        // Sampled answers need not be identical, and one turn of four tokens may be all there is.
        #expect(strategies.allSatisfy { $0["identical"] == .null })
    }

    @Test
    func `A prompt longer than the context is named and left out, and the others are measured`() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "word ", count: 1_200)
        let prompts = try folder.write(
            """
            {"question_id": 1, "turns": ["Name a fruit."]}
            {"question_id": 2, "turns": ["\(long)", "And now?"]}
            {"question_id": 3, "turns": ["Name a colour."]}
            """, to: "prompts.jsonl"
        ).path
        let json = folder.file("report.json")
        for concurrency in ["1", "3"] {
            let output = try CommandRun.succeed(
                "compare", "eagle3-chain", "--prompts", prompts, "--max-new-tokens", "8", "--concurrency", concurrency,
                "--json", json.path)
            #expect(output.contains("Left out for all strategies: prompt 2, which has "), "\(output)")
            #expect(!output.contains("Incomplete"), "\(output)")
            let report = try JSONValue(parsing: Data(contentsOf: json))
            #expect(report["workload"]?["prompts"] == .array([.string("1"), .string("3")]))
            let skipped = try #require(report["skipped_turns"]?.array?.first)
            #expect(skipped["prompt"] == .string("2") && skipped["first_turn"] == .integer(1))
            #expect(skipped["count"] == .integer(2))
        }
    }

    @Test
    func `The JSON holds each answer, and figures of each prompt and category`() throws {
        let folder = try TemporaryFolder()
        let prompts = try folder.write(
            """
            {"question_id": "a", "category": "fruit", "turns": ["Name a fruit.", "Another."]}
            {"question_id": "b", "category": "colour", "turns": ["Name a colour."]}
            {"question_id": "c", "category": "fruit", "turns": ["What is a pear?"]}
            """, to: "prompts.jsonl"
        ).path
        let report = try CommandRun.json(
            "compare", "eagle3-chain", "--prompts", prompts, "--max-new-tokens", "8", "--json", "-")
        let strategy = try #require(report["strategies"]?.array?.last)
        let answers = try #require(strategy["answers"]?.array)
        #expect(answers.map { $0["prompt"]?.string } == ["a", "b", "c"])
        #expect(answers.map { $0["turns"]?.array?.count } == [2, 1, 1])
        for turn in answers.flatMap({ $0["turns"]?.array ?? [] }) {
            #expect(turn["tokens"]?.array?.count == turn["figures"]?["new_tokens"]?.integer)
            #expect(turn["text"]?.string != nil && turn["finish"]?.string != nil)
        }
        let first = try CommandRun.succeed(
            "generate", "eagle3-chain", "--prompt", "Name a fruit.", "--max-new-tokens", "8")
        #expect(answers[0]["turns"]?.array?[0]["text"]?.string.map { $0 + "\n" } == first)
        let sum = answers.compactMap { $0["figures"]?["new_tokens"]?.integer }.reduce(0, +)
        #expect(strategy["new_tokens"] == .integer(sum))
        let categories = try #require(strategy["categories"]?.array)
        #expect(categories.map { $0["category"]?.string } == ["fruit", "colour"])
        #expect(categories.map { $0["prompts"]?.integer } == [2, 1])
        #expect(categories.allSatisfy { $0["speedup"]?.double != nil && $0["figures"]?["tau"]?.double != nil })
    }

    @Test
    func `Conversations are prompts, and a system message stands before those that have none`() throws {
        let folder = try TemporaryFolder()
        let prompts = try folder.write(
            """
            {"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}, \
            {"role": "assistant", "content": "Yes?"}, {"role": "user", "content": "Bye"}]}
            {"messages": []}
            {"messages": [{"role": "user", "content": "Hi"}]}
            """, to: "talks.jsonl"
        ).path
        func texts(_ options: String...) throws -> [String?] {
            let run = try RunningCommand(
                ["compare", "autoregressive", "--prompts", prompts, "--max-new-tokens", "12", "--json", "-"] + options
            ).finish()
            #expect(run.status == 0, "\(run)")
            #expect(run.errors.contains("talks.jsonl: 1 unusable (line 2: the conversation is empty"), "\(run.errors)")
            let answers = try JSONValue(parsing: run.output)["strategies"]?.array?[0]["answers"]?.array
            return try #require(answers).map { $0["turns"]?.array?[0]["text"]?.string }
        }
        func answer(_ system: String...) throws -> String {
            try RunningCommand(
                ["generate", "autoregressive", "--prompt", "Hi", "--max-new-tokens", "12"]
                    + system.flatMap { ["--system", $0] }
            ).finish().output
        }
        #expect(try texts().map { ($0 ?? "") + "\n" } == [answer("Be kind."), answer()])
        #expect(
            try texts("--system", "Be brief.").map { ($0 ?? "") + "\n" } == [answer("Be kind."), answer("Be brief.")])
    }

    @Test
    func `A draft whose context is too short for the prompts is named`() throws {
        let small = try BundledModels.copy(
            of: "demo-small", replacing: "\"max_position_embeddings\": 1024", by: "\"max_position_embeddings\": 128")
        let folder = try TemporaryFolder()
        let strategy = try folder.write(
            """
            name: small128
            draft:  {policy: small-model, model: "\(small.path)"}
            tree:   {builder: chain, depth: 4}
            verify: {verifier: sampling}
            """, to: "small128.yaml"
        ).path
        let prompts = try folder.write(
            String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 20), to: "prompts.txt"
        ).path
        let output = try CommandRun.succeed(
            "compare", strategy, "small-model-chain", "--prompts", prompts, "--max-new-tokens", "20")
        #expect(output.contains("small128 drafted in none of its 19 rounds: "), "\(output)")
        #expect(!output.contains("small-model-chain drafted in none"), "\(output)")
    }
}
