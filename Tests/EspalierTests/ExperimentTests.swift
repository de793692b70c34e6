import Foundation
import JSON
import ModelTestKit
import Testing

/// `espalier experiment`: arms are trained under one budget and measured alike; nothing is trained twice.
struct ExperimentTests {
    /// A folder with conversations, prompts and an experiment on them, small enough for a test.
    struct Trial {
        let folder: TemporaryFolder
        var file: String { folder.file("trial.yaml").path }
        var output: String { folder.file("out").path }
        var json: String { folder.file("report.json").path }

        init(
            budget: String = "{steps: 2}", data: String = "conversations.jsonl", second: String = "soft-tree",
            secondTrainer: String = ""
        ) throws {
            folder = try TemporaryFolder()
            let line = { (number: Int) in
                #"{"messages": [{"role": "user", "content": "What is \#(number) and a tree?"}, "#
                    + #"{"role": "assistant", "content": "A tree has \#(number) leaves, and a root below them."}]}"#
            }
            try folder.write((1...6).map { line($0) + "\n" }.joined(), to: "conversations.jsonl")
            try folder.write("What is a tree?\nAdd 2 and 3.\n", to: "prompts.txt")
            try folder.write(
                """
                # A trial.
                draft: {policy: eagle3, head: demo/eagle3}
                tree: {builder: dynamic, depth: 3, top_k: 3, total_tokens: 6}
                verify: {verifier: sampling}
                trainer:
                  {data: "\(folder.file("conversations.jsonl").path)", held_out: "\(folder.file(data).path)", batch: 1,
                   learning_rate: 1e-3, evaluate_every: 0, evaluate_prompts: 1, evaluate_tokens: 4, save_every: 1}
                budget: \(budget)
                seeds: [0, 1]
                arms:
                  - {objective: cross-entropy, ttt_length: 1}
                  - {name: tree, objective: \(second), ttt_length: 2, 
                     trainer: {data: "\(folder.file(data).path)"\(secondTrainer)}}
                evaluate: {trees: [{builder: chain, depth: 2}, {builder: dynamic, depth: 3, top_k: 3, total_tokens: 6}]}

                """, to: "trial.yaml")
        }

        func arguments(_ more: [String] = []) -> [String] {
            ["experiment", file, "--output", output, "--prompts", folder.file("prompts.txt").path]
                + ["--max-new-tokens", "10", "--threads", "1"] + more
        }

        func run(_ more: [String] = []) throws -> CommandRun { try RunningCommand(arguments(more)).finish() }

        func report() throws -> JSONValue { try JSONValue(parsing: Data(contentsOf: folder.file("report.json"))) }

        func head(_ name: String) throws -> Data {
            try Data(contentsOf: folder.file("out").appendingPathComponent("\(name)/last/model.safetensors"))
        }
    }

    @Test
    func `A plan tells what each arm will take, and writes nothing`() throws {
        let trial = try Trial()
        let run = try trial.run(["--plan"])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
        let lines = run.output.split(separator: "\n").map(String.init)
        let arms = lines.map { $0.split(separator: " ").map(String.init) }.filter { $0.contains("1639424") }
        // Six conversations, two updates of one.
        #expect(arms.count == 2 && arms.allSatisfy { $0.contains("0.33") && $0.last == "min" }, "\(run.output)")
        // The second arm's unrolled trees cost more than one step of cross-entropy.
        let operations = try arms.map { row in
            let place = try #require(row.firstIndex(of: "0.33"))
            return try #require(Double(row[place + 1]))
        }
        #expect(operations.count == 2 && operations[0] > 0 && operations[1] > operations[0], "\(run.output)")
        #expect(lines.last?.hasPrefix("Seeds 0, 1: about ") == true, "\(run.output)")
        #expect(!FileManager.default.fileExists(atPath: trial.output))
    }

    @Test
    func `Every arm is trained on every seed, measured at every tree and paired`() throws {
        let trial = try Trial()
        let run = try trial.run(["--json", trial.json])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
        for line in ["cross-entropy ttt_length=1, seed 0: 2 steps, ", "tree, seed 1: 2 steps, "] {
            #expect(run.output.contains(line), "\(run.output)")
        }
        let names = [
            "cross-entropy_ttt_length=1-seed0", "cross-entropy_ttt_length=1-seed1", "tree-seed0", "tree-seed1",
        ]
        #expect(try FileManager.default.contentsOfDirectory(atPath: trial.output).sorted() == names)
        // Seeds and objectives matter, so heads differ.
        #expect(Set(try names.map { try trial.head($0) }).count == 4)

        let report = try trial.report()
        let arms = try #require(report["arms"]?.array)
        #expect(arms.count == 2 * (1 + 4))
        for arm in arms {
            let isStart = arm["name"] == .string("start")
            #expect(arm["seed"] == .null || !isStart)
            #expect(arm["steps"] == .integer(isStart ? 0 : 2))
            #expect((arm["flops"]?.double ?? -1 > 0) != isStart && (arm["seconds"]?.double ?? -1 > 0) != isStart)
            #expect(arm["tau_ci95"]?.array?.count == 2 && arm["speedup"]?.double != nil)
        }
        let pooled = try #require(report["pooled"]?.array)
        let pairs = try #require(report["pairs"]?.array)
        #expect(pooled.count == 2 * 3 && pairs.count == 2 * 3)
        for pair in pairs {
            let taus = ["a", "b"].map { side in
                pooled.first { $0["name"] == pair[side] && $0["tree"] == pair["tree"] }?["tau"]?.double
            }
            let difference = try #require(taus[0]) - (try #require(taus[1]))
            #expect(abs(try #require(pair["tau_difference"]?.double) - difference) < 1e-12)
            #expect(pair["ci95"]?.array?.count == 2)
        }
        for key in ["machine", "versions", "resolved"] { #expect(report.kinds[key] == "an object", "\(key)") }
        #expect(report["incomplete"] == .bool(false))
        #expect(report["workload"]?["prompts"]?.array?.count == 2)
        try expectSameAsCompare(arms, trial)
    }

    /// The last head of a seed, loaded by `compare`, accepts what the experiment says it does.
    private func expectSameAsCompare(_ arms: [JSONValue], _ trial: Trial) throws {
        try trial.folder.write(
            """
            draft: {policy: eagle3, head: "\(trial.output)/tree-seed1/last"}
            tree: {builder: dynamic, depth: 3, top_k: 3, total_tokens: 6}
            verify: {verifier: sampling}
            """, to: "alone.yaml")
        let json = trial.folder.file("alone.json").path
        _ = try CommandRun.succeed(
            "compare", trial.folder.file("alone.yaml").path, "--prompts", trial.folder.file("prompts.txt").path,
            "--max-new-tokens", "10", "--json", json, "--threads", "1")
        let alone = try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: json)))["strategies"]?.array?.last
        let arm = arms.first {
            $0["name"] == .string("tree") && $0["seed"] == .integer(1) && $0["tree"] == .string("dynamic-3-3-6")
        }
        for key in ["tau", "rounds", "emitted", "tau_ci95"] {
            #expect(arm?[key] != nil && arm?[key] == alone?[key], "\(key)")
        }
    }

    @Test
    func `An arm that diverges is named, and does not stop the others`() throws {
        let head = try BundledModels.copy(of: "demo/eagle3")
        try BundledModels.inflate("norm.weight", in: head)
        let trial = try Trial(secondTrainer: ", init: \"\(head.path)\"")
        let run = try trial.run(["--json", trial.json, "--seeds", "0"])
        #expect(run.status == 1, "\(run)")
        let reason =
            "arm 'tree', seed 0: \(head.path): the network's output overflows single precision, though all its "
            + "weights are finite"
        #expect(run.errors == reason + "\n", "\(run)")
        #expect(run.output.contains("Not in the figures: \(reason)"), "\(run)")
        #expect(run.output.contains("cross-entropy ttt_length=1, seed 0: 2 steps, "), "\(run)")
        let report = try trial.report()
        #expect(
            report["pooled"]?.array?.compactMap { $0["name"]?.string }.contains("cross-entropy ttt_length=1") == true)
        #expect(report["pooled"]?.array?.contains { $0["name"] == .string("tree") } == false)
        let failure = try #require(report["failures"]?.array?.first)
        #expect(failure["name"] == .string("tree") && failure["seed"] == .integer(0))
        #expect(failure["reason"]?.string.map { reason.hasSuffix(": " + $0) } == true)
    }

    @Test
    func `An arm that diverges on the way leaves its last good state, and says so again`() throws {
        // Gradients of nearly nothing, and a step so large that the next ones are ordinary: an explosion by any measure.
        let head = try BundledModels.copy(of: "demo/eagle3")
        for tensor in ["lm_head.weight", "norm.weight"] { try BundledModels.fade(tensor, in: head) }
        let trial = try Trial(
            budget: "{steps: 8}", secondTrainer: ", init: \"\(head.path)\", learning_rate: 1, warm_up: 0")
        let run = try trial.run(["--json", trial.json, "--seeds", "0"])
        #expect(run.status == 1, "\(run)")
        let prefix = "arm 'tree', seed 0: training diverged at step "
        #expect(run.errors.hasPrefix(prefix) && run.errors.filter(\.isNewline).count == 1, "\(run)")
        #expect(run.output.contains("Not in the figures: \(prefix)"), "\(run)")
        #expect(run.output.contains("cross-entropy ttt_length=1, seed 0: 8 steps, "), "\(run)")
        let step = try #require(Int(run.errors.dropFirst(prefix.count).prefix { $0.isNumber }))
        #expect(step > 1, "\(run)")
        let states = trial.folder.file("out/tree-seed0/states").path
        #expect(try FileManager.default.contentsOfDirectory(atPath: states).isEmpty == false)
        // It is not trained past the end that it came to.
        let again = try trial.run(["--json", trial.json, "--seeds", "0"])
        #expect(again.status == 1 && again.errors == run.errors, "\(again)")
    }

    #if os(Linux)
        @Test
        func `Ctrl-C leaves states, and the same command goes on and trains nothing twice`() throws {
            let trial = try Trial(budget: "{steps: 40}")
            let arguments = ["--arms", "tree, cross-entropy ttt_length=1", "--seeds", "5", "--json", trial.json]
            let command = try RunningCommand(trial.arguments(arguments))
            let states = trial.folder.file("out/cross-entropy_ttt_length=1-seed5/states").path
            let begun = try command.wait {
                try FileManager.default.fileExists(atPath: states)
                    && !FileManager.default.contentsOfDirectory(atPath: states).filter { !$0.hasPrefix(".") }.isEmpty
            }
            try #require(begun)
            command.process.interrupt()
            let stopped = try command.finish()
            #expect(stopped.status == 130, "\(stopped)")
            #expect(stopped.errors.hasPrefix("stopped in "), "\(stopped)")
            #expect(stopped.errors.hasSuffix("\nthe same command goes on from there\n"), "\(stopped)")
            #expect(!FileManager.default.fileExists(atPath: trial.json))

            let rest = try trial.run(arguments)
            #expect(rest.status == 0 && rest.errors.isEmpty, "\(rest)")
            #expect(rest.output.contains(", seed 5: going on after step "), "\(rest)")
            #expect(try trial.report()["arms"]?.array?.last?["steps"] == .integer(40))
            let heads = try ["cross-entropy_ttt_length=1-seed5", "tree-seed5"].map { try trial.head($0) }

            let again = try trial.run(arguments)
            #expect(again.status == 0, "\(again)")
            for arm in ["cross-entropy ttt_length=1", "tree"] {
                let line = again.output.split(separator: "\n").first { $0.hasPrefix("\(arm), seed 5: 40 steps") }
                #expect(line?.hasSuffix(", finished before") == true, "\(again.output)")
            }
            #expect(try ["cross-entropy_ttt_length=1-seed5", "tree-seed5"].map { try trial.head($0) } == heads)

            let other = try trial.run(arguments + ["--budget", "41steps"])
            #expect(other.status == 1 && other.output.isEmpty)
            #expect(other.errors.contains("has other settings (steps: 40, now 41)"), "\(other.errors)")
        }
    #endif

    @Test
    func `What cannot be done is refused before anything is trained`() throws {
        let trial = try Trial(data: "missing.jsonl")
        let missing = try trial.run()
        #expect(missing.status == 1 && missing.output.isEmpty)
        #expect(missing.errors.contains("missing.jsonl: "), "\(missing.errors)")
        #expect(
            try trial.run(["--arms", "treee"]).errors
                == "Error: --arms: \(trial.file) has no arm 'treee'; did you mean 'tree'? "
                + "(known: cross-entropy ttt_length=1, tree)\n")
        let unknown = try RunningCommand(["experiment", "gto-vs-crossentropy"]).finish()
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("no experiment of this name; did you mean 'gto-vs-cross-entropy'?"))
        let faulty = try Trial(second: "sofd-tree").run()
        #expect(faulty.status == 1)
        #expect(faulty.errors.contains("trial.yaml:12:29: unknown objective 'sofd-tree'"), "\(faulty.errors)")
        for arguments in [["--budget", "3"], ["--budget", "1.5steps"], ["--seeds", "1,1"], ["--arms", ","]] {
            let run = try RunningCommand(["experiment", "objectives"] + arguments).finish()
            #expect(run.status == 64, "\(arguments): \(run)")
        }
        let prompts = try trial.folder.write(String(repeating: "tree ", count: 1_500), to: "long.txt").path
        let long = try Trial().run(["--prompts", prompts])
        #expect(long.status == 1 && long.output.isEmpty, "\(long)")
        #expect(long.errors.hasPrefix("Error: prompt 1 has "), "\(long.errors)")
    }
}
