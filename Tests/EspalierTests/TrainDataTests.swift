import DemoModel
import Foundation
import JSON
import ModelTestKit
import Testing

/// What `espalier train` makes of data as they are published: tools, parts, thoughts, and lines that are of no use.
struct TrainDataTests {
    private static let good =
        #"{"messages": [{"role": "user", "content": "Name a fruit."}, "#
        + #"{"role": "assistant", "content": "An apple is a fruit."}]}"#

    /// The plan's line about data: a good line, then the given ones.
    private func data(_ lines: String..., options: [String] = []) throws -> String {
        let folder = try TemporaryFolder()
        let file = try folder.write(lines.map { $0 + "\n" }.joined(), to: "data.jsonl").path
        let run = try RunningCommand(
            ["train", "eagle3-dynamic-small", "--data", file, "--plan", "--output", "run"] + options
        ).finish()
        #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
        let line = run.output.split(separator: "\n").first { $0.hasPrefix("data ") }
        return try #require(line).dropFirst("data".count).trimmingCharacters(in: .whitespaces)
    }

    @Test(
        arguments: [
            #"{"messages": [{"role": "user", "content": "Is it raining?"}, {"role": "assistant", "content": "I look."}, "#
                + #"{"role": "tool", "content": "no"}, {"role": "assistant", "content": "It does not rain."}]}"#,
            #"{"messages": [{"role": "developer", "content": "Be brief."}, {"role": "user", "content": "Name a colour."}, "#
                + #"{"role": "assistant", "content": "Blue."}]}"#,
            #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "Name a colour."}]}, "#
                + #"{"role": "assistant", "content": "Blue is a colour."}]}"#,
        ])
    func `A tool, a developer and parts are read`(line: String) throws {
        #expect(try data(Self.good, line).hasPrefix("2 of 2 conversations, "))
    }

    @Test(
        arguments: [
            (#"{"messages": []}"#, "the conversation is empty: 'messages' has no message"),
            (
                #"{"messages": [{"role": "user", "content": "Say nothing."}, {"role": "assistant", "content": ""}]}"#,
                "the conversation has no assistant's message with text to learn from"
            ),
            (
                #"{"messages": [{"role": "user", "content": "Is it raining?"}, "#
                    + #"{"role": "assistant", "content": null, "tool_calls": [{"type": "function"}]}]}"#,
                "message 2 calls a tool ('tool_calls') without the name of a function"
            ),
            (
                #"{"messages": [{"role": "user", "content": "Is it raining?"}, "#
                    + #"{"role": "assistant", "content": null, "function_call": {"name": "look"}}]}"#,
                "message 2 calls a tool, which the chat template demo/tokenizer_config.json does not show"
            ),
        ])
    func `Lines of no use are left out, counted and named`(line: String, cause: String) throws {
        let data = try data(Self.good, line)
        #expect(data.hasPrefix("1 of 2 conversations, "))
        #expect(data.hasSuffix("; 1 unusable (line 2: \(cause))"), "\(data)")
    }

    @Test
    func `Of a held-out file they are counted and named as well`() throws {
        let folder = try TemporaryFolder()
        let mute = #"{"messages": [{"role": "assistant", "content": "Hello."}]}"#
        let called = #"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "tool_calls": [{}]}]}"#
        let long = Self.good.replacingOccurrences(of: "Name", with: String(repeating: "Name ", count: 3_000))
        let file = try folder.write(
            [mute, Self.good, #"{"messages": []}"#, long, called, called].map { $0 + "\n" }.joined(), to: "talks.jsonl"
        ).path
        let run = try CommandRun.run(
            "train", "eagle3-dynamic-small", "--held-out", file, "--plan", "--output", "run")
        let line = try #require(run.output.split(separator: "\n").first { $0.hasPrefix("held out ") })
        let words =
            "1 prompt; 1 too long; 4 unusable (line 3: the conversation is empty: 'messages' has no message; "
            + "line 5 and 1 more: message 2 calls a tool ('tool_calls') without the name of a function; "
            + "line 1: the conversation has no user's message with text)"
        #expect(line.hasSuffix(words), "\(run)")

        let useless = try folder.write("\(mute)\n\(called)\n", to: "useless.jsonl").path
        let refusal = try CommandRun.refuse(
            "train", "eagle3-dynamic-small", "--held-out", useless, "--plan", "--output", "run")
        #expect(refusal.contains("; 2 unusable (line 2: message 2 calls a tool"), "\(refusal)")
    }

    @Test
    func `What a chat format has no place for is left out as well`() throws {
        let tool =
            #"{"messages": [{"role": "user", "content": "a"}, {"role": "tool", "content": "b"}, "#
            + #"{"role": "assistant", "content": "c"}]}"#
        let model = try DeepSeekModel.folder()
        let data = try data(
            Self.good, tool, options: ["--model", model.path, "--chat-template", "deepseek-r1"])
        #expect(
            data.contains("; 1 unusable (line 2: deepseek-r1:")
                && data.contains("what a tool returns has no place in this format"), "\(data)")
    }

    @Test
    func `Prompts to answer anew are taken from such conversations too`() throws {
        let folder = try TemporaryFolder()
        let tool =
            #"{"messages": [{"role": "user", "content": "a"}, {"role": "tool", "content": "b"}]}"#
        let file = try folder.write("\(tool)\n{\"messages\": []}\n\(Self.good)\n", to: "talks.jsonl").path
        let run = try CommandRun.run(
            "regenerate", file, "--output", folder.file("out.jsonl").path, "--max-new-tokens", "3")
        #expect(run.status == 0 && run.output.contains("2 conversations with 2 answers"), "\(run)")
        #expect(run.errors.contains("talks.jsonl: 1 unusable (line 2: the conversation is empty"), "\(run)")
    }

    // MARK: - Thoughts

    private static let question = "Three apples and five apples: how many?"
    private static let thought = "Three and five. I count on from five: six, seven, eight."

    private func line(_ turns: [(String, String)], _ more: [String: String] = [:]) throws -> String {
        let messages = turns.map { JSONValue.object(sorting: ["role": .string($0), "content": .string($1)]) }
        var last = try #require(messages.last?.members)
        last += more.map { JSONMember($0.key, .string($0.value)) }
        return JSONValue.object(sorting: ["messages": .array(messages.dropLast() + [.object(last)])]).text
    }

    /// How many tokens are answers' in data of one line.
    private func answerTokens(_ line: String, options: [String]) throws -> Int {
        let text = try data(line, options: options)
        let words = text.split(separator: " ")
        let place = try #require(words.firstIndex(of: "tokens,"))
        return try #require(Int(words[place + 1]))
    }

    @Test
    func `DeepSeek's thought is learnt after the prompt that opens it`() throws {
        let model = try DeepSeekModel.folder()
        let options = ["--model", model.path, "--chat-template", "deepseek-r1"]
        let with = try line([
            ("user", Self.question), ("assistant", "<think>\n\(Self.thought)\n</think>\n\nEight apples."),
        ])
        let without = try line([("user", Self.question), ("assistant", "\n\nEight apples.")])
        #expect(try answerTokens(with, options: options) > answerTokens(without, options: options) + 10)
    }

    @Test
    func `Each of Qwen3's thoughts is learnt, and one in a field of its own as well`() throws {
        let options = ["--chat-template", "qwen3"]
        let thinking = "<think>\n\(Self.thought)\n</think>\n\nEight apples."
        let both = try line([
            ("user", Self.question), ("assistant", thinking), ("user", "And one more?"), ("assistant", thinking),
        ])
        let last = try line([
            ("user", Self.question), ("assistant", "Eight apples."), ("user", "And one more?"),
            ("assistant", thinking),
        ])
        #expect(try answerTokens(both, options: options) > answerTokens(last, options: options) + 10)
        #expect(try data(both, options: options).hasPrefix("1 of 1 conversation in 2 sequences, "))

        let none = try line([("user", Self.question), ("assistant", "Eight apples.")])
        let inText = try line([("user", Self.question), ("assistant", thinking)])
        let plain = try answerTokens(none, options: options)
        for key in ["reasoning_content", "reasoning"] {
            let field = try line([("user", Self.question), ("assistant", "Eight apples.")], [key: Self.thought])
            #expect(try answerTokens(field, options: options) == answerTokens(inText, options: options))
        }
        // Without thinking the empty thought is the prompt's.
        let unthinking = try answerTokens(none, options: options + ["--no-thinking"])
        #expect(unthinking < plain)
    }

    @Test
    func `A format without such a mode says so`() throws {
        let refusal = try CommandRun.refuse("generate", "eagle3-chain", "--prompt", "Hi", "--no-thinking")
        #expect(
            refusal.hasSuffix("the chat template does not read 'enable_thinking', so that it would change nothing"),
            "\(refusal)")
        let thinking = try CommandRun.succeed("tokenize", "--chat", "--chat-template", "qwen3", "Hi")
        let not = try CommandRun.succeed("tokenize", "--chat", "--chat-template", "qwen3", "--no-thinking", "Hi")
        #expect(not.split(separator: "\n").count > thinking.split(separator: "\n").count)
    }
}
