import Decoding
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Testing
import Training

@Suite("Regenerating conversations")
struct DataRegenerationTests {
    private static let file = """
        {"id": "b", "messages": [{"role": "user", "content": "What is a tree?"}]}
        {"id": "c", "messages": [{"role": "user", "content": "Add 2 and 3."}]}
        {"id": "a", "category": "chat", "messages": [{"role": "system", "content": "Be brief."}, \
        {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "old"}, {"role": "user", "content": "Why?"}]}
        {"id": "d", "messages": [{"role": "user", "content": "Write a poem."}]}
        {"id": "e", "messages": [{"role": "user", "content": "Count to five."}]}
        """

    private func prompts(_ text: String = file) throws -> RegenerationSource {
        .prompts(try RegenerationPrompt.read(named: "talks", bytes: Data(text.utf8)))
    }

    /// Runs to the end, or until some number of progress reports came, as often as needed.
    private func run(
        _ regeneration: Regeneration, in folder: TemporaryFolder, stoppingAfter reports: Int? = nil
    ) throws -> (text: String, runs: Int) {
        let output = folder.file("out.jsonl").path
        for runs in 1...100 {
            var regeneration = regeneration
            var seen = 0
            regeneration.onProgress = { _ in seen += 1 }
            regeneration.isCancelled = { seen > reports ?? Int.max - 1 }
            var journal = try RegenerationJournal(for: output, settings: regeneration.settings(named: "demo"))
            let summary = try regeneration.run(continuing: &journal)
            if summary.isIncomplete { continue }
            try journal.finish()
            return (try String(contentsOfFile: output, encoding: .utf8), runs)
        }
        Issue.record("never complete")
        return ("", 0)
    }

    @Test("answers every turn after the target's own answers, and keeps ids, categories and system messages")
    func turns() throws {
        let demo = try DataDemo()
        let text = try run(demo.regeneration(prompts()), in: TemporaryFolder()).text
        let talks = try ConversationFile(named: "out", bytes: Data(text.utf8)).conversations
        #expect(talks.map(\.id) == ["b", "c", "a", "d", "e"])
        #expect(talks[2].category == "chat")
        #expect(talks[2].messages.map(\.role) == [.system, .user, .assistant, .user, .assistant])
        #expect(talks[2].messages[2].content != "old")
        // The second answer is what plain decoding gives after the first.
        let history = Array(talks[2].messages.dropLast())
        var generation = BatchedGeneration(demo.plain)
        try generation.add(
            DecodingRequest(
                prompt: try demo.codec.tokens(history),
                rules: DecodingRules(
                    limits: DecodingLimits(maximumNewTokens: 12, stopTokens: demo.codec.stopTokens)),
                random: SeededRandom(seed: 0)), number: 0)
        while generation.count > 0 { generation.step() }
        let answer = try #require(try generation.takeFinished().first).text
        #expect(talks[2].messages[4].content == demo.codec.text(answer.tokens))
    }

    @Test("gives the same file whatever the batch size and however often it was interrupted", arguments: [0, 1])
    func resuming(temperature: Double) throws {
        let demo = try DataDemo()
        let whole = try run(demo.regeneration(prompts(), temperature: temperature, batchSize: 1), in: TemporaryFolder())
        let folder = try TemporaryFolder()
        let parts = try run(
            demo.regeneration(prompts(), temperature: temperature, batchSize: 2), in: folder, stoppingAfter: 1)
        #expect(whole.runs == 1)
        #expect(parts.runs > 1)
        #expect(parts.text == whole.text)
        #expect(try folder.names == ["out.jsonl"])
    }

    @Test("drops a half line of a crash and goes on; other settings are refused, --restart's way out works")
    func journal() throws {
        let folder = try TemporaryFolder()
        let output = folder.file("out.jsonl").path
        let lines = [
            #"{"regeneration":{"seed":"1"}}"#, #"{"dropped":"with an empty answer"}"#,
            #"{"id":"x","messages":[{"content":"a","role":"user"},{"content":"b","role":"assistant"}]}"#,
        ]
        try folder.write(lines.joined(separator: "\n") + "\n{\"id\":\"y\",\"mess", to: "out.jsonl.partial")
        func records(_ settings: [String: String], restart: Bool = false) throws -> Int {
            try RegenerationJournal(for: output, settings: settings, restart: restart).records.count
        }
        #expect(
            throws: RegenerationError.otherSettings(file: output + ".partial", setting: "seed", before: "1", now: "2")
        ) { try records(["seed": "2"]) }
        #expect(try records(["seed": "1"]) == 2)
        let kept = try String(contentsOf: folder.file("out.jsonl.partial"), encoding: .utf8)
        #expect(kept == lines.joined(separator: "\n") + "\n")
        #expect(try records(["seed": "2"], restart: true) == 0)
    }

    @Test("killed between making its output and removing its journal, a run ends at the next try")
    func finishedJournal() throws {
        let folder = try TemporaryFolder()
        let output = folder.file("out.jsonl").path
        let line = #"{"id":"x","messages":[{"content":"a","role":"user"},{"content":"b","role":"assistant"}]}"#
        try folder.write("{\"regeneration\":{\"seed\":\"1\"}}\n\(line)\n", to: "out.jsonl.partial")
        let first = try RegenerationJournal(for: output, settings: ["seed": "1"])
        let journal = try Data(contentsOf: folder.file("out.jsonl.partial"))
        try first.finish()
        let made = try Data(contentsOf: folder.file("out.jsonl"))
        try folder.write(journal, to: "out.jsonl.partial")

        // Somebody else's file is not replaced.
        try folder.write("mine", to: "out.jsonl")
        #expect(throws: RegenerationError.outputExists(file: output)) {
            try RegenerationJournal(for: output, settings: ["seed": "1"])
        }
        try folder.write(made, to: "out.jsonl")
        try RegenerationJournal(for: output, settings: ["seed": "1"]).finish()
        #expect(try folder.names == ["out.jsonl"] && Data(contentsOf: folder.file("out.jsonl")) == made)
    }

    @Test("refuses a damaged journal, a second writer, and an output that is there")
    func journalRefusals() throws {
        let folder = try TemporaryFolder()
        let output = folder.file("out.jsonl").path
        try folder.write("{\"regeneration\":{}}\n{\"id\n{}\n", to: "out.jsonl.partial")
        let damaged = #expect(throws: RegenerationError.self) { try RegenerationJournal(for: output, settings: [:]) }
        #expect(
            damaged?.description.contains("out.jsonl.partial:2: expected ") == true, "\(String(describing: damaged))")
        let journal = try RegenerationJournal(for: output, settings: [:], restart: true)
        #expect(throws: RegenerationError.busy(file: journal.path)) {
            try RegenerationJournal(for: output, settings: [:])
        }
        try journal.finish()
        #expect(throws: RegenerationError.outputExists(file: output)) {
            try RegenerationJournal(for: output, settings: [:])
        }
    }

    @Test("lets the target write prompts, each once, none that is excluded")
    func synthesis() throws {
        let demo = try DataDemo()
        func talks(_ batchSize: Int, excluding excluded: Set<String> = []) throws -> [TrainingConversation] {
            let synthesis = PromptSynthesis(
                count: 6, sampling: SamplingRule(temperature: 1, topP: 0.9), maximumPromptTokens: 40,
                excluded: excluded)
            let regeneration = try demo.regeneration(.synthesis(synthesis), seed: 4, batchSize: batchSize)
            let folder = try TemporaryFolder()
            let text = try run(regeneration, in: folder, stoppingAfter: batchSize == 2 ? 2 : nil).text
            return try ConversationFile(named: "out", bytes: Data(text.utf8)).conversations
        }
        let first = try talks(5)
        #expect(try first.map(\.messages) == talks(2).map(\.messages))
        let prompts = first.flatMap(\.userTurns)
        #expect(Set(prompts).count == 6)
        for prompt in prompts {
            #expect(try demo.codec.tokenizer.encode(prompt, addSpecialTokens: false).count <= 41 && prompt.count > 3)
        }
        let others = try talks(5, excluding: [prompts[0], prompts[3]]).flatMap(\.userTurns)
        #expect(others.count == 6)
        #expect(!others.contains(prompts[0]) && !others.contains(prompts[3]) && others.contains(prompts[1]))
    }

    @Test("cannot ask for prompts in a format without users' turns, nor wait for ever for new ones")
    func synthesisRefusals() throws {
        let demo = try DataDemo()
        let synthesis = PromptSynthesis(
            count: 3, sampling: SamplingRule(temperature: 1), maximumPromptTokens: 1)
        let plain = try DataDemo.codec(format: "none")
        #expect(throws: RegenerationError.noUserTurn(template: "none")) {
            try Regeneration(
                .synthesis(synthesis), model: demo.model, codec: plain,
                rules: DecodingRules(limits: DecodingLimits(maximumNewTokens: 4, stopTokens: [])), seed: 0)
        }
        // No prompt ends with its first token.
        let folder = try TemporaryFolder()
        #expect(throws: RegenerationError.noNewPrompts(inARow: 1000, kept: 0)) {
            try run(demo.regeneration(.synthesis(synthesis), batchSize: 64), in: folder)
        }
    }

    @Test("leaves out prompts that do not fit the context")
    func tooLong() throws {
        let demo = try DataDemo()
        let long = String(repeating: "tree ", count: 1100)
        let text = try run(demo.regeneration(prompts("Hi\n\n\(long)\n\nHo")), in: TemporaryFolder()).text
        let talks = try ConversationFile(named: "out", bytes: Data(text.utf8)).conversations
        #expect(talks.map(\.id) == ["1", "3"])
    }
}
