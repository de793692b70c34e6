import Foundation
import JSON
import ModelTestKit
import Testing

/// Every key that the commands write is in the article about them.
struct JSONArticleTests {
    /// Words in code quotes of the article.
    private static func words() throws -> Set<String> {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/Runtime/Runtime.docc/JSON.md")
        let parts = try String(contentsOf: file, encoding: .utf8).split(
            separator: "`", omittingEmptySubsequences: false)
        return Set(parts.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) })
    }

    /// Objects whose keys are names of the user's, or of strategy files.
    private static let open: Set<String> = [
        "resolved", "strategy", "versions", "facts", "dropped", "terms", "settings",
    ]

    private static func keys(_ value: JSONValue, in owner: String = "") -> Set<String> {
        if let elements = value.array { return elements.reduce(into: []) { $0.formUnion(keys($1, in: owner)) } }
        guard let members = value.members, !open.contains(owner), !(owner == "strategies" && value["name"] == nil)
        else { return [] }
        return members.reduce(into: []) { found, member in
            found.insert(member.key)
            found.formUnion(keys(member.value, in: member.key))
        }
    }

    private func expectAll(_ value: JSONValue, atLeast count: Int) throws {
        let keys = Self.keys(value)
        #expect(keys.count >= count, "\(keys.sorted())")
        #expect(keys.subtracting(try Self.words()).sorted() == [])
    }

    @Test
    func `A comparison of variants, and one with turns that the context does not hold`() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "tree ", count: 1_500)
        let prompts = try folder.write(
            #"{"question_id": 1, "category": "a", "turns": ["Hi"]}"# + "\n"
                + #"{"question_id": 2, "category": "a", "turns": ["Hello", "\#(long)"]}"# + "\n", to: "p.jsonl"
        ).path
        try expectAll(
            CommandRun.json(
                "compare", "eagle3-dynamic-small", "--head", "demo/eagle3", "--head", "demo/eagle3-gto", "--prompts",
                prompts, "--max-new-tokens", "8", "--json", "-"), atLeast: 70)
    }

    @Test
    func `A training, its plan, its log and a regeneration`() throws {
        let folder = try TemporaryFolder()
        let (log, json) = (folder.file("log.jsonl").path, folder.file("run.json").path)
        let arguments = ["train", "eagle3-dynamic-small", "--steps", "2", "--batch", "1", "--evaluate-every", "1"]
        let run = try RunningCommand(
            arguments + ["--output", folder.file("run").path, "--log", log, "--json", json]
        ).finish()
        try #require(run.status == 0, "\(run)")
        try expectAll(JSONValue(parsing: String(contentsOfFile: json, encoding: .utf8)), atLeast: 20)
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        try expectAll(.array(lines.map { try JSONValue(parsing: String($0)) }), atLeast: 12)
        let plan = try RunningCommand(arguments + ["--plan", "--json", "-"]).finish()
        try expectAll(JSONValue(parsing: plan.output), atLeast: 20)
        let prompts = try folder.write("Hi\n", to: "prompts.txt").path
        try expectAll(
            CommandRun.json(
                "regenerate", prompts, "--output", folder.file("out.jsonl").path, "--max-new-tokens", "4", "--json", "-"
            ), atLeast: 9)
    }

    @Test
    func `Answers, trees, models, heads, costs and texts`() throws {
        let prompt = ["--prompt", "Hi", "--json", "-"]
        let answer = try RunningCommand(
            ["generate", "eagle3-chain", "--max-new-tokens", "3", "--logprobs", "2"] + prompt
        ).finish()
        try expectAll(JSONValue(parsing: answer.output), atLeast: 12)
        for strategy in ["eagle3-dynamic-small", "merged"] {
            try expectAll(JSONValue(parsing: RunningCommand(["tree", strategy] + prompt).finish().output), atLeast: 12)
        }
        try expectAll(CommandRun.json("inspect", "demo", "--json", "-"), atLeast: 25)
        try expectAll(CommandRun.json("inspect", "demo/eagle3", "--json", "-"), atLeast: 12)
        try expectAll(CommandRun.json("calibrate", "eagle3-chain", "--seconds", "1", "--json", "-"), atLeast: 8)
        for command in ["tokenize", "score"] {
            try expectAll(CommandRun.json(command, "Hi", "--json", "-"), atLeast: 3)
        }
    }

    @Test
    func `A benchmark and an experiment`() throws {
        try expectAll(
            CommandRun.json(
                "bench", "--json", "-", "--seconds", "0.0001", "--nodes", "1", "--contexts", "16", "--draft-widths",
                "1",
                "--tau", "2", "--tree", "2/1/2", "--prompt-tokens", "4", "--strategies", "autoregressive"),
            atLeast: 50)
        let trial = try ExperimentTests.Trial()
        let run = try trial.run(["--json", trial.json])
        try #require(run.status == 0, "\(run)")
        try expectAll(trial.report(), atLeast: 40)
    }
}
