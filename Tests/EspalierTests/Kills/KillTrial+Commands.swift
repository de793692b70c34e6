import Foundation
import ModelTestKit

extension KillTrial {
    /// The commands that leave files, each on little enough to end in about a second.
    static let all = [train, regenerate, compare, experiment, export]

    private static let train = KillTrial(
        name: "train",
        arguments: { folder in
            [
                "train", folder.file("tiny.yaml").path, "--output", folder.file("run").path, "--log",
                folder.file("train.log").path, "--threads", "1",
            ]
        },
        prepare: { folder in
            try writeConversations(to: folder)
            try folder.write(
                """
                name: tiny
                draft: {policy: eagle3, head: demo/eagle3}
                tree: {builder: dynamic, depth: 3, top_k: 3, total_tokens: 6}
                verify: {verifier: sampling}
                train: {objective: cross-entropy, ttt_length: 2}
                trainer: {data: "\(folder.file("talks.jsonl").path)", steps: 5, batch: 1, learning_rate: 1e-3,
                  evaluate_every: 2, evaluate_prompts: 2, evaluate_tokens: 6, save_every: 1}

                """, to: "tiny.yaml")
        })

    private static let regenerate = KillTrial(
        name: "regenerate",
        arguments: { folder in
            [
                "regenerate", folder.file("talks.jsonl").path, "--output", folder.file("answers.jsonl").path,
                "--max-new-tokens", "12", "--batch", "2", "--temperature", "0.8", "--threads", "1",
            ]
        },
        prepare: writeConversations, refusalWhenDone: "the file exists already")

    private static let compare = KillTrial(
        name: "compare",
        arguments: { folder in
            [
                "compare", "autoregressive", "eagle3-dynamic-small", "--prompts", folder.file("prompts.txt").path,
                "--max-new-tokens", "8", "--threads", "1", "--json", folder.file("report.json").path,
            ]
        },
        prepare: { try $0.write("What is a tree?\nAdd 2 and 3.\nHi\n", to: "prompts.txt") }, document: "report.json")

    private static let experiment = KillTrial(
        name: "experiment",
        arguments: { folder in
            [
                "experiment", folder.file("trial.yaml").path, "--output", folder.file("out").path, "--prompts",
                folder.file("prompts.txt").path, "--max-new-tokens", "6", "--threads", "1", "--json",
                folder.file("report.json").path,
            ]
        },
        prepare: { folder in
            try writeConversations(to: folder)
            try folder.write("What is a tree?\nAdd 2 and 3.\n", to: "prompts.txt")
            try folder.write(
                """
                draft: {policy: eagle3, head: demo/eagle3}
                tree: {builder: chain, depth: 2}
                verify: {verifier: sampling}
                trainer: {data: "\(folder.file("talks.jsonl").path)", batch: 1, learning_rate: 1e-3, evaluate_every: 0,
                  evaluate_prompts: 1, evaluate_tokens: 4, save_every: 1}
                budget: {steps: 2}
                seeds: [0]
                arms: [{objective: cross-entropy, ttt_length: 1}, {objective: lk, ttt_length: 1}]

                """, to: "trial.yaml")
        }, document: "report.json")

    /// Over a head that is there: in the end the folder holds the new one, and until then the old one.
    private static let export = KillTrial(
        name: "export",
        arguments: { folder in
            [
                "export", "--to", "sglang", "--replace", "--output", folder.file("heads/head").path, "--threads", "1",
            ]
        },
        prepare: { folder in
            try folder.makeFolder("heads/head")
            for name in ["config.json", "model.safetensors"] { try folder.write("{}", to: "heads/head/\(name)") }
        })

    @Sendable
    private static func writeConversations(to folder: TemporaryFolder) throws {
        let lines = (1...6).map { number in
            #"{"messages": [{"role": "user", "content": "What is \#(number) and a tree?"}, "#
                + #"{"role": "assistant", "content": "A tree has \#(number) leaves, and a root below them."}]}"# + "\n"
        }
        try folder.write(lines.joined(), to: "talks.jsonl")
    }
}
