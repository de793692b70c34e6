import Foundation
import JSON
import ModelTestKit
import Testing

/// Two turns with small models of five families, in the layouts that they are published in: prompts have the tokens that
/// transformers' `apply_chat_template` gives, and greedy answers those of its `generate` (`Resources/chat/make.py`).
struct PublishedChatTests {
    private static let families = ["llama-3", "qwen3", "gemma-2", "mistral", "phi-3"]
    private static let folder = Bundle.module.bundleURL.appendingPathComponent("Resources/chat")

    private static func expected() throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: folder.appendingPathComponent("expected.json")))
    }

    @Test(arguments: families)
    func `Prompts and answers are those of transformers`(family: String) throws {
        let expected = try Self.expected()
        let turns = try #require(expected["turns"]?.array).compactMap(\.string)
        let cases = try #require(expected["models"]?[family]?.array)
        #expect(cases.count == 2 && turns.count == 2)
        let folder = try TemporaryFolder()
        let model = Self.folder.appendingPathComponent(family).path
        for (place, one) in cases.enumerated() {
            let answered = try #require(one["turns"]?.array)
            // Prompt lookup has nothing that a head would need, and drafts all the same.
            let strategy = try folder.write(
                "target: {model: \(model)}\ndraft: {policy: prompt-lookup}\ntree: {builder: chain, depth: 3}\n"
                    + "verify: {verifier: greedy}\n", to: "strategy.yaml")
            let report = folder.file("report-\(place).json")
            let system = one["system"]?.string.map { ["--system", $0] } ?? []
            let run = try RunningCommand(
                [
                    "generate", strategy.path, "--chat", "--max-new-tokens", "\(expected["new"]?.integer ?? 0)",
                    "--json", report.path,
                ]
                    + system, input: .text(turns.joined(separator: "\n") + "\n")
            ).finish()
            #expect(run.status == 0, "\(run)")
            let answers = try #require(try JSONValue(parsing: Data(contentsOf: report))["answers"]?.array)
            #expect(answers.count == answered.count)
            for (turn, answer) in zip(answered, answers) {
                #expect(answer["prompt_tokens"] == turn["prompt"])
                #expect(answer["tokens"] == turn["tokens"])
                #expect(answer["text"] == turn["text"])
            }
        }
    }
}
