import Foundation
import JSON
import ModelTestKit
import Testing

/// `espalier regenerate`: conversations with the target's own answers, and files that survive interruption.
struct RegenerateTests {
    private static let questions = """
        {"question_id": 5, "category": "writing", "turns": ["What is a tree?", "Why?"]}
        {"question_id": 6, "turns": ["Add 2 and 3."]}
        {"question_id": 7, "turns": ["Hi"]}
        """

    private func lines(of file: URL) throws -> [JSONValue] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    @Test
    func `Answers are those of plain decoding, with ids and categories kept`() throws {
        let folder = try TemporaryFolder()
        let input = try folder.write(Self.questions, to: "questions.jsonl")
        let output = folder.file("talks.jsonl")
        let report = try CommandRun.succeed(
            "regenerate", input.path, "--output", output.path, "--max-new-tokens", "12")
        #expect(report.hasPrefix("\(output.path): 3 conversations with 4 answers"), "\(report)")
        let talks = try lines(of: output)
        #expect(talks.map { $0["id"]?.string } == ["5", "6", "7"])
        #expect(talks.map { $0["category"]?.string } == ["writing", nil, nil])
        let answer = try #require(talks[1]["messages"]?.array?.last?["content"]?.string)
        let plain = try CommandRun.succeed(
            "generate", "autoregressive", "--prompt", "Add 2 and 3.", "--max-new-tokens", "12")
        #expect(answer + "\n" == plain)
        #expect(try folder.names == ["questions.jsonl", "talks.jsonl"])
        // A file that is there is not overwritten by accident.
        let refusal = try CommandRun.refuse("regenerate", input.path, "--output", output.path)
        #expect(refusal == "\(output.path): the file exists already; --restart makes it anew")
    }

    @Test
    func `Any lossless strategy makes the same file, and a lossy one is refused`() throws {
        let folder = try TemporaryFolder()
        let input = try folder.write(Self.questions, to: "questions.jsonl")
        func talks(_ name: String, _ options: String...) throws -> String {
            let output = folder.file(name)
            let arguments = ["regenerate", input.path, "--output", output.path, "--max-new-tokens", "20"]
            let run = try RunningCommand(arguments + options).finish()
            #expect(run.status == 0, "\(run)")
            return try String(contentsOf: output, encoding: .utf8)
        }
        let plain = try talks("plain.jsonl")
        for strategy in ["eagle3-chain", "eagle3-dynamic-small", "prompt-lookup", "small-model-chain"] {
            #expect(try talks("\(strategy).jsonl", "--strategy", strategy, "--batch", "2") == plain, "\(strategy)")
        }
        let warm = ["--temperature", "0.8", "--seed", "4"]
        #expect(
            try talks("one.jsonl", "--strategy", "eagle3-chain", warm[0], warm[1], warm[2], warm[3])
                == talks("other.jsonl", warm[0], warm[1], warm[2], warm[3]))
        let refusal = try CommandRun.refuse(
            "regenerate", input.path, "--output", folder.file("lossy.jsonl").path, "--strategy", "typical")
        #expect(refusal == "typical is lossy: its answers may differ from the target's own")
        let drawn = try CommandRun.refuse(
            "regenerate", input.path, "--output", folder.file("drawn.jsonl").path, "--strategy", "small-model-chain-t1",
            "--temperature", "1")
        #expect(drawn.hasPrefix("small-model-chain-t1 draws its drafts (draw: independent): above temperature 0"))
    }

    @Test
    func `The target's own prompts are new, and none is excluded`() throws {
        let folder = try TemporaryFolder()
        let (one, other) = (folder.file("one.jsonl"), folder.file("other.jsonl"))
        let options = ["--synthesise", "4", "--max-new-tokens", "6", "--seed", "3", "--prompt-top-p", "0.9"]
        for (output, more) in [(one, []), (other, ["--exclude", one.path])] {
            let run = try RunningCommand(["regenerate", "--output", output.path] + options + more).finish()
            #expect(run.status == 0, "\(run)")
        }
        func prompts(_ file: URL) throws -> Set<String> {
            Set(try lines(of: file).compactMap { $0["messages"]?.array?.first?["content"]?.string })
        }
        #expect(try prompts(one).count == 4 && prompts(other).count == 4)
        #expect(try prompts(one).isDisjoint(with: prompts(other)))
    }

    @Test
    func `What cannot work is refused in one sentence`() throws {
        let folder = try TemporaryFolder()
        let output = folder.file("out.jsonl").path
        let input = try folder.write(
            "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}\n{\"mess", to: "bad.jsonl")
        #expect(
            try CommandRun.refuse("regenerate", input.path, "--output", output)
                == "\(input.path):2: column 2: expected a string, found end of text"
                || CommandRun.refuse("regenerate", input.path, "--output", output).hasPrefix("\(input.path):2: column ")
        )
        let empty = try folder.write("", to: "empty.jsonl")
        #expect(
            try CommandRun.refuse("regenerate", empty.path, "--output", output)
                == "\(empty.path): the file holds no prompt")
        let nowhere = try CommandRun.refuse("regenerate", "--synthesise", "2", "--output", "/nowhere/x.jsonl")
        #expect(nowhere == "/nowhere/x.jsonl: the file cannot be written: no such file or directory")
        for arguments in [
            [], ["x", "--synthesise", "2"], ["x", "--exclude", "y"], ["--synthesise", "2", "--limit", "1"],
        ] {
            let run = try RunningCommand(["regenerate", "--output", output] + arguments).finish()
            #expect(run.status == 64, "\(arguments): \(run)")
        }
        #expect(try folder.names == ["bad.jsonl", "empty.jsonl"])
    }

    #if os(Linux)
        @Test
        func `Ctrl-C leaves what is done, other settings are refused, and the same command goes on`() throws {
            let folder = try TemporaryFolder()
            let (output, whole) = (folder.file("out.jsonl"), folder.file("whole.jsonl"))
            func arguments(_ output: URL, seed: String = "1") -> [String] {
                ["regenerate", "--synthesise", "40", "--max-new-tokens", "24", "--max-prompt-tokens", "40"]
                    + ["--seed", seed, "--output", output.path]
            }
            let partial = folder.file("out.jsonl.partial")
            let command = try RunningCommand(arguments(output) + ["--batch", "4"])
            try #require(
                command.wait {
                    ((try? Data(contentsOf: partial)) ?? Data()).count { $0 == UInt8(ascii: "\n") } > 3
                })
            command.process.interrupt()
            let stopped = try command.finish()
            #expect(stopped.status == 130, "\(stopped)")
            #expect(stopped.errors.hasPrefix("stopped with "), "\(stopped.errors)")
            #expect(stopped.errors.hasSuffix("the same command goes on from there\n"), "\(stopped.errors)")
            #expect(try folder.names == ["out.jsonl.partial"])

            let other = try RunningCommand(arguments(output, seed: "2")).finish()
            #expect(other.status == 1)
            #expect(
                other.errors
                    == "Error: \(partial.path): begun with seed 1, and now it is 2: use the settings it was begun "
                    + "with, or begin anew with --restart\n")

            #expect(try RunningCommand(arguments(output)).finish().status == 0)
            #expect(try RunningCommand(arguments(whole)).finish().status == 0)
            #expect(try Data(contentsOf: output) == Data(contentsOf: whole))
            #expect(try folder.names == ["out.jsonl", "whole.jsonl"])
        }
    #endif
}
