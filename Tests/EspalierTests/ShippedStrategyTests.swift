import Foundation
import JSON
import ModelTestKit
import Testing

/// Every strategy of `strategies/` writes and counts what it did before: the numbers of `Resources/shipped-strategies.json`.
///
/// They were noted by this command at commit 49c883a, those of later strategies when they came, and are the same with every
/// kernel variant of x86-64. The counts of `cost-aware` trees follow the machine's clock; of those only what they write is held.
struct ShippedStrategyTests {
    private static let prompts = [
        "Tom has 3 apples and buys 5 more. How many apples does he have?",
        "Write a Python function that reverses a list.",
        "What is a tree?",
    ]

    private func golden() throws -> JSONValue {
        let file = try #require(
            Bundle.module.url(forResource: "Resources/shipped-strategies", withExtension: "json"))
        return try JSONValue(parsing: Data(contentsOf: file))
    }

    @Test
    func `Rounds, drafted, accepted and emitted tokens are those of before`() throws {
        let golden = try golden()
        let folder = try TemporaryFolder()
        let json = folder.file("report.json")
        let run = try RunningCommand(
            ["compare"] + golden.keys + ["--limit", "6", "--max-new-tokens", "48", "--json", json.path]
        ).finish()
        #expect(run.status == 0, "\(run)")
        let report = try JSONValue(parsing: Data(contentsOf: json))
        let measured = try #require(report["strategies"]?.array)
        for name in golden.keys {
            let strategy = try #require(measured.first { $0["name"]?.string == name }, "\(name)")
            for count in ["rounds", "drafted", "accepted", "emitted"] {
                guard let expected = golden[name]?[count] else { continue }
                #expect(strategy[count] == expected, "\(name), \(count)")
            }
        }
    }

    @Test
    func `Every strategy writes the text of before`() throws {
        let golden = try golden()
        for name in golden.keys {
            let texts = try #require(golden[name]?["texts"]?.array)
            for (prompt, text) in zip(Self.prompts, texts) {
                let run = try RunningCommand(["generate", name, "--prompt", prompt, "--max-new-tokens", "64"]).finish()
                #expect(run.output == text.string, "\(name): \(prompt)")
            }
        }
    }
}
