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
}
