import DemoModel
import Foundation
import JSON
import ModelTestKit
import Testing

@Suite("espalier train", .serialized)
struct TrainTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let bundled = try #require(try BundledFiles.conversations("demo"))
        let lines = try String(contentsOf: bundled, encoding: .utf8).split(separator: "\n")
        try folder.write(lines.prefix(6).joined(separator: "\n") + "\n", to: "data.jsonl")
        try folder.write(lines.dropFirst(6).prefix(2).joined(separator: "\n") + "\n", to: "held-out.jsonl")
        try write("name: tiny")
    }

    /// A strategy with few and small steps; `objective` and further trainer options as given.
    func write(_ head: String, objective: String = "soft-tree", trainer: String = "steps: 6") throws {
        try folder.write(
            """
            \(head)
            draft: {policy: eagle3, head: demo/eagle3}
            tree: {builder: dynamic, depth: 3, top_k: 2, total_tokens: 4}
            verify: {verifier: sampling}
            train: {objective: \(objective), ttt_length: 3}
            trainer: {data: \(folder.file("data.jsonl").path), held_out: \(folder.file("held-out.jsonl").path),
              batch: 2, save_every: 2, evaluate_every: 3, evaluate_prompts: 2, evaluate_tokens: 12, \(trainer)}

            """, to: "tiny.yaml")
    }

    var strategy: String { folder.file("tiny.yaml").path }

    func output(_ name: String) -> String { folder.file(name).path }

    @Test("a run leaves a head that decoding loads, a log, and says what it did")
    func run() throws {
        let log = output("log.jsonl")
        let text = try CommandRun.succeed("train", strategy, "--output", output("a"), "--log", log)
        #expect(text.contains("step 0  tau ") && text.contains("step 6  tau "))
        #expect(text.contains("soft-tree"))
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }
        #expect(lines.compactMap { $0["loss"] == nil ? nil : $0["step"]?.integer } == [1, 2, 3, 4, 5, 6])
        #expect(lines.compactMap { $0["tau"] == nil ? nil : $0["step"]?.integer } == [0, 3, 6])
        let prompts = try folder.write("What is 2 + 3?\n", to: "prompts.txt").path
        let json = output("c.json")
        _ = try CommandRun.succeed(
            "compare", strategy, "--head", output("a") + "/last", "--prompts", prompts, "--max-new-tokens", "12",
            "--json",
            json)
        #expect(FileManager.default.fileExists(atPath: json))
    }

    #if os(Linux)
        @Test("without address space for the linear algebra library it ends before the first update")
        func addressSpace() throws {
            // Two products at once take 256 MiB, as much is kept in reserve, and reading the model takes little.
            let run = try RunningCommand(
                ["train", strategy, "--output", output("small"), "--threads", "2"], limit: "ulimit -v 450000"
            ).finish()
            #expect(run.status == 1)
            #expect(run.errors.hasPrefix("Error: training needs 512 MiB more of address space"), "\(run)")
        }
    #endif

    @Test("a budget of nearly nothing is one update", arguments: ["seconds: 1.0e-300", "flops: 1.0e-8"])
    func tinyBudget(budget: String) throws {
        try write("name: tiny", trainer: "steps: 3, \(budget)")
        let text = try CommandRun.succeed("train", strategy, "--output", output(budget.prefix(5).description))
        #expect(text.contains("\n1 step in "), "\(text)")
    }

    @Test("killed at any moment and run again, it ends with the bits of a run that was never stopped")
    func resumption() throws {
        _ = try CommandRun.succeed("train", strategy, "--output", output("whole"))
        let stopped = try RunningCommand(["train", strategy, "--output", output("killed")], input: .text(""))
        let states = folder.file("killed/states")
        let hasState = stopped.wait {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: states.path)) ?? []
            return names.contains { $0.hasSuffix(".safetensors") && !$0.hasPrefix(".") }
        }
        #expect(hasState)
        kill(stopped.process.processIdentifier, SIGKILL)
        #expect(try stopped.finish().signal == SIGKILL)
        let resumed = try CommandRun.run("train", strategy, "--output", output("killed"))
        #expect(resumed.status == 0)
        #expect(resumed.errors.contains("going on after step"))
        for name in ["last/model.safetensors", "model.safetensors", "states/00000006.safetensors"] {
            let whole = try Data(contentsOf: folder.file("whole/\(name)"))
            let killed = try Data(contentsOf: folder.file("killed/\(name)"))
            // A state's header also holds the seconds that training took.
            if name.hasPrefix("states") {
                let numbers = 3 * 4 * 1_639_424
                #expect(whole.suffix(numbers) == killed.suffix(numbers))
            } else {
                #expect(whole == killed, "\(name)")
            }
        }
    }

    /// The state's numbers after some steps, without the seconds that its header holds.
    func numbers(_ run: String, step: Int) throws -> Data {
        try Data(contentsOf: folder.file("\(run)/states/0000000\(step).safetensors")).suffix(3 * 4 * 1_639_424)
    }

    @Test("a finished run goes on for longer, and options that change nothing trained may change")
    func longer() throws {
        _ = try CommandRun.succeed("train", strategy, "--output", output("run"), "--steps", "3")
        let half = try numbers("run", step: 3)
        let longer = try CommandRun.run("train", strategy, "--output", output("run"), "--steps", "5")
        #expect(longer.status == 0 && longer.output.contains("step 5  tau "), "\(longer)")
        #expect(longer.errors.contains("steps 5 instead of 3: from here on"), "\(longer)")
        #expect(longer.errors.contains("going on after step 3"), "\(longer)")
        #expect(try numbers("run", step: 5) != half)

        let other = try CommandRun.run(
            "train", strategy, "--output", output("run"), "--steps", "5", "--save-every", "4", "--evaluate-every", "0")
        #expect(other.status == 0 && other.errors == "going on after step 5\n", "\(other)")
        let shorter = try CommandRun.refuse("train", strategy, "--output", output("run"), "--steps", "4")
        #expect(shorter.contains("has other settings (steps: 5, now 4)"), "\(shorter)")
        let rate = try CommandRun.refuse(
            "train", strategy, "--output", output("run"), "--steps", "5", "--learning-rate", "0.5")
        #expect(rate.contains("has other settings (trainer.learning_rate: "), "\(rate)")
    }

    @Test("data are known by what they hold, not by where they lie")
    func dataByContent() throws {
        _ = try CommandRun.succeed("train", strategy, "--output", output("run"), "--steps", "2")
        let data = folder.file("data.jsonl")
        let text = try String(contentsOf: data, encoding: .utf8)
        let moved = try folder.write(text, to: "moved.jsonl").path
        let same = try CommandRun.run("train", strategy, "--output", output("run"), "--steps", "2", "--data", moved)
        #expect(same.status == 0, "\(same)")
        try folder.write(text.split(separator: "\n").reversed().joined(separator: "\n") + "\n", to: "data.jsonl")
        let reordered = try CommandRun.refuse("train", strategy, "--output", output("run"), "--steps", "3")
        #expect(reordered.contains("has other settings (data: 6 sequences of "), "\(reordered)")
        #expect(reordered.contains(" tokens, hash "), "\(reordered)")
    }

    @Test("one update changes the head")
    func oneStep() throws {
        _ = try CommandRun.succeed("train", strategy, "--output", output("one"), "--steps", "1")
        _ = try CommandRun.succeed(
            "train", strategy, "--output", output("none"), "--steps", "1", "--learning-rate", "0")
        let (one, none) = (folder.file("one/last/model.safetensors"), folder.file("none/last/model.safetensors"))
        #expect(try Data(contentsOf: one) != Data(contentsOf: none))
    }

    #if os(Linux)
        @Test("a request to end the program stores the state")
        func terminated() throws {
            let command = try RunningCommand([
                "train", strategy, "--output", output("ended"), "--save-every", "100", "--steps", "1000",
            ])
            let log = "step 0  tau "
            try #require(command.wait { command.catchesInterrupts && command.outputSoFar.contains(log) })
            command.process.terminate()
            let run = try command.finish()
            #expect(run.status == 143, "\(run)")
            #expect(run.errors.contains("the same command goes on from there"), "\(run)")
            let states = try FileManager.default.contentsOfDirectory(atPath: output("ended") + "/states")
            #expect(states.count == 1)
        }
    #endif

    @Test("a new head may propose other tokens than the strategy's", arguments: ["random", "target"])
    func newHead(start: String) throws {
        try write("name: tiny", objective: "cross-entropy", trainer: "steps: 2, init: \(start), draft_vocabulary: 300")
        _ = try CommandRun.succeed("train", strategy, "--output", output("r"))
        let config = try JSONValue(parsing: String(contentsOf: folder.file("r/config.json"), encoding: .utf8))
        #expect(config["draft_vocab_size"]?.integer == 300)
        let tree = try CommandRun.succeed("tree", strategy, "--head", output("r"), "--prompt", "Hello")
        #expect(tree.contains("4 drafted"))
    }

    @Test("a head is trained where there was none")
    func newHeadWithoutAnOther() throws {
        let text = """
            name: fresh
            draft: {policy: eagle3, head: new, feature_layers: [1, 4, 7]}
            tree: {builder: dynamic, depth: 2, top_k: 2, total_tokens: 4}
            verify: {verifier: sampling}
            train: {objective: cross-entropy, ttt_length: 2}
            trainer: {steps: 2, batch: 1, draft_vocabulary: 300, evaluate_prompts: 1, evaluate_tokens: 4}
            """
        try folder.write(text, to: "fresh.yaml")
        let fresh = folder.file("fresh.yaml").path
        let refused = try CommandRun.refuse("tree", fresh, "--prompt", "Hello", showsPlace: true)
        #expect(
            refused
                == "\(fresh):2:31: head: new: it has no weights yet: train it with 'espalier train STRATEGY --output FOLDER', and "
                + "decode with --head FOLDER")
        let plan = try CommandRun.succeed("train", fresh, "--output", output("f"), "--plan")
        #expect(plan.contains("draft       reads the inputs of the target's layers 1, 4, 7, proposes 300 tokens, "))
        #expect(plan.contains("feature_layers: [1, 4, 7]"))
        _ = try CommandRun.succeed("train", fresh, "--output", output("f"))
        let again = try JSONValue(parsing: String(contentsOf: folder.file("f/config.json"), encoding: .utf8))
        #expect(again["eagle_aux_hidden_state_layer_ids"]?.array?.compactMap(\.integer) == [1, 4, 7])
        let stored = text.replacingOccurrences(of: "head: new, feature_layers: [1, 4, 7]", with: "head: \(output("f"))")
        try folder.write(stored, to: "stored.yaml")
        let tree = try CommandRun.succeed("tree", folder.file("stored.yaml").path, "--prompt", "Hello")
        #expect(tree.contains("4 drafted"))

        try folder.write(text.replacingOccurrences(of: "1, 4, 7", with: "4, 9"), to: "high.yaml")
        let high = try CommandRun.refuse(
            "train", folder.file("high.yaml").path, "--output", output("h"), "--plan", showsPlace: true)
        #expect(
            high.hasSuffix(
                "feature_layers [4, 9] are not to be had of this model of 8 layers: name layers from 0 to 8 in ascending "
                    + "order, such as feature_layers: [4, 8]"))
        try folder.write(text.replacingOccurrences(of: "head: new", with: "head: demo/eagle3"), to: "own.yaml")
        let own = try CommandRun.run("check", folder.file("own.yaml").path)
        #expect(own.status == 1)
        #expect(own.errors.contains("own.yaml:2:60: feature_layers are for 'head: new'"))
        let start = try CommandRun.refuse("train", fresh, "--output", output("h"), "--init", "demo/eagle3")
        #expect(start.hasPrefix("init: demo/eagle3: a new head starts at random or from parts of the target"))
    }

    @Test("a small model is trained for its tree, and the folder of the run is a model")
    func smallModel() throws {
        let text = """
            name: distilled
            draft: {policy: small-model, model: demo-small}
            tree: {builder: chain, depth: 3}
            verify: {verifier: sampling}
            train: {objective: cross-entropy, ttt_length: 1}
            trainer: {steps: 2, batch: 1, evaluate_prompts: 1, evaluate_tokens: 4}
            """
        try folder.write(text, to: "distilled.yaml")
        let plan = try CommandRun.succeed(
            "train", folder.file("distilled.yaml").path, "--output", output("m"), "--plan")
        #expect(plan.contains("draft       proposes 4096 tokens, 100 % of the answers'"))
        let ending = try CommandRun.succeed("train", folder.file("distilled.yaml").path, "--output", output("m"))
        #expect(
            ending.hasSuffix(
                "compare it: espalier compare \(folder.file("distilled.yaml").path) --draft-model demo-small "
                    + "--draft-model \(output("m/last"))\n"))
        #expect(ending.contains("on held-out prompts no model did better than the start (tau 1.000 after step 0)"))
        let tree = try CommandRun.succeed("tree", output("m/strategy.yaml"), "--prompt", "Hello")
        #expect(tree.contains("3 drafted"))
    }

    @Test("a plan shows what a run will take and writes nothing")
    func plan() throws {
        let text = try CommandRun.succeed("train", strategy, "--output", output("p"), "--plan")
        for fact in ["parameters  1639424", "6 of 6 conversations", "GFLOP", "objective: soft-tree"] {
            #expect(text.contains(fact), "\(fact)")
        }
        #expect(!FileManager.default.fileExists(atPath: output("p")))
    }

    @Test("what cannot be trained is refused in one sentence")
    func refusals() throws {
        let stranger = try CommandRun.refuse("train", "eagle3-static", "--output", output("x"))
        #expect(
            stranger.hasSuffix("has no section 'train', which names the objective: train: {objective: cross-entropy}"))

        try folder.write("", to: "empty.jsonl")
        let empty = try CommandRun.refuse(
            "train", strategy, "--output", output("x"), "--data", output("empty.jsonl"))
        #expect(empty == "\(output("empty.jsonl")): the file holds no conversation")

        try FileManager.default.createDirectory(atPath: output("mine"), withIntermediateDirectories: true)
        try Data("x".utf8).write(to: folder.file("mine/notes.txt"))
        let foreign = try CommandRun.refuse("train", strategy, "--output", output("mine"))
        #expect(
            foreign
                == "\(output("mine")): the folder holds 'notes.txt', which is no training run's: name an empty or new folder"
        )

        let model = try CommandRun.refuse(
            "train", strategy, "--output", output("x"), "--model", "demo-small", showsPlace: true)
        #expect(model.hasSuffix("the feature layers [2, 1, -1] do not exist in a target of 2 layers"))
        #expect(!FileManager.default.fileExists(atPath: output("x")))
    }

    @Test("a run's strategy measures its head, wherever the run is moved, and trains it again bit for bit")
    func runStrategy() throws {
        let text = try CommandRun.succeed("train", strategy, "--output", output("my head"), "--steps", "2")
        let former = "compare it: espalier compare \(strategy) --head demo/eagle3 --head '\(output("my head/last"))'\n"
        #expect(text.hasSuffix(former))
        try FileManager.default.moveItem(at: folder.file("my head"), to: folder.file("moved"))
        let own = output("moved/strategy.yaml")
        let checked = try CommandRun.succeed("check", own)
        #expect(checked.contains("name: my-head\n"))
        #expect(checked.contains(" head: \(output("moved")),") || checked.contains(" head: \(output("moved"))\n"))
        #expect(checked.contains("  init: demo/eagle3\n"))

        let again = try CommandRun.run("train", own, "--output", output("moved"), "--steps", "2")
        #expect(again.status == 0 && again.errors == "going on after step 2\n")
        _ = try CommandRun.succeed("train", own, "--output", output("again"), "--steps", "2")
        let heads = try ["moved", "again"].map { try Data(contentsOf: folder.file("\($0)/model.safetensors")) }
        #expect(heads[0] == heads[1])

        // The states go on with models under other names, and not with another head.
        let bundled = try #require(try BundledFiles.model("demo/eagle3"))
        try FileManager.default.copyItem(at: bundled, to: folder.file("same"))
        let same = try CommandRun.run(
            "train", strategy, "--output", output("moved"), "--steps", "2", "--init", output("same"))
        #expect(same.status == 0 && same.errors == "going on after step 2\n")
        let other = try CommandRun.refuse(
            "train", strategy, "--output", output("moved"), "--steps", "2", "--init", "demo/eagle3-gto")
        #expect(other.contains("the run in this folder has other settings (start: "))
    }

    @Test("a run with other settings is not mixed with the one in the folder")
    func otherSettings() throws {
        _ = try CommandRun.succeed("train", strategy, "--output", output("a"), "--steps", "2")
        let refusal = try CommandRun.refuse("train", strategy, "--output", output("a"), "--steps", "2", "--batch", "1")
        #expect(refusal.contains("has other settings (trainer.batch: 2, now 1)"))
        let again = try CommandRun.run("train", strategy, "--output", output("a"), "--steps", "2")
        #expect(again.status == 0 && again.errors == "going on after step 2\n")
        _ = try CommandRun.succeed("train", strategy, "--output", output("a"), "--steps", "4", "--restart")

        // An option is told from one of the same name in another section: sampling has a temperature too.
        try write("name: tiny", objective: "soft-tree, temperature: 2")
        let hotter = try CommandRun.refuse("train", strategy, "--output", output("a"), "--steps", "4")
        #expect(hotter.contains("has other settings (train.temperature: 1, now 2)"))
    }

    @Test("what the target makes of the data is kept where the strategy says, but by a plan")
    func featureCache() throws {
        try write("name: tiny", trainer: "steps: 4, feature_cache: kept")
        let kept = folder.file("kept").path
        _ = try CommandRun.succeed("train", strategy, "--plan")
        #expect(!FileManager.default.fileExists(atPath: kept))
        for name in ["first", "second"] { _ = try CommandRun.succeed("train", strategy, "--output", output(name)) }
        let names = try FileManager.default.contentsOfDirectory(atPath: kept)
        #expect(names.contains("features.json") && names.count { $0.hasSuffix(".safetensors") } == 6, "\(names)")
        let heads = try ["first", "second"].map {
            try Data(contentsOf: URL(fileURLWithPath: output($0) + "/last/model.safetensors"))
        }
        let same = heads[0] == heads[1]
        #expect(same)
        // The numbers are others than exact ones: the run is another.
        try write("name: tiny", trainer: "steps: 4")
        let sentence = try CommandRun.refuse("train", strategy, "--output", output("first"))
        #expect(sentence.contains("features") && sentence.contains("rounded to F16"), "\(sentence)")
    }
}
