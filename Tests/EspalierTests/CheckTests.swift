import Foundation
import JSON
import ModelTestKit
import Testing

/// `espalier check`: experiments beside strategies, whether a draft can be trained, and models that are opened on request.
struct CheckTests {
    private static let strategy = """
        name: tried
        draft: {policy: eagle3, head: demo/eagle3}
        tree: {builder: chain, depth: 3}
        verify: {verifier: greedy}

        """

    private static let experiment = """
        # Two ways.
        name: ways
        draft: {policy: eagle3, head: demo/eagle3}
        tree: {builder: chain, depth: 3}
        verify: {verifier: greedy}
        trainer: {batch: 2}
        budget: {steps: 3}
        seeds: [1, 2]
        arms:
          - {objective: cross-entropy, ttt_length: 2}
          - {name: "soft one", objective: soft-tree, trainer: {batch: 1}, tree: {builder: chain, depth: 2}}

        """

    private static let pair = "draft: {policy: eagle3, head: demo/eagle3}"

    // MARK: - Experiments

    @Test
    func `An experiment is recognised, and what is printed means the same`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.experiment, to: "ways.yaml").path
        let text = try CommandRun.succeed("check", file)
        #expect(text.hasPrefix("# Two ways.\nname: ways\n") && text.contains("\nbudget: {steps: 3}\nseeds: [1, 2]\n"))
        #expect(text.contains("\n  - {name: \"soft one\", objective: soft-tree,"))
        #expect(text.hasSuffix("\n# trainable: yes, with objective cross-entropy, soft-tree\n"), "\(text)")
        let again = try folder.write(text, to: "again.yaml").path
        #expect(try CommandRun.succeed("check", again) == text)
        #expect(try CommandRun.succeed("check", "-", input: text) == text)
        func resolved(_ path: String) throws -> JSONValue? {
            try CommandRun.json("check", path, "--json", "-")["experiments"]?.array?.first
        }
        let experiment = try #require(try resolved(file))
        #expect(try resolved(again) == experiment)
        #expect(experiment["trainable"] == .bool(true) && experiment["arms"]?.array?.count == 2)
    }

    @Test
    func `The package's experiments are found by their names, and read back`() throws {
        for name in ["objectives", "decoding-tree", "gto-vs-cross-entropy"] {
            let text = try CommandRun.succeed("check", name)
            #expect(text.contains("\narms:\n"))
            #expect(try CommandRun.succeed("check", "-", input: text) == text)
        }
        #expect(try CommandRun.refuse("check", "no-such").contains("no strategy of this name"))
    }

    @Test
    func `A folder may hold both, and the faults of all files are told with their places`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.strategy, to: "tried.yaml")
        try folder.write(Self.experiment, to: "ways.yaml")
        let listing = try CommandRun.json("check", folder.path, "--json", "-")
        #expect(listing["strategies"]?.array?.count == 1 && listing["experiments"]?.array?.count == 1)

        try folder.write(Self.strategy.replacingOccurrences(of: "depth: 3", with: "depth: 0"), to: "tried.yaml")
        let faulty = Self.experiment.replacingOccurrences(of: "ttt_length: 2", with: "ttt_lenght: 2")
            .replacingOccurrences(of: "seeds: [1, 2]", with: "seeds: [1, 1]")
        try folder.write(faulty, to: "ways.yaml")
        let run = try CommandRun.run("check", folder.path)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.contains("tried.yaml:3:31: depth must be an integer in 1...64, not 0"), "\(run)")
        #expect(run.errors.contains("ways.yaml:8:12: seed 1 is listed twice"), "\(run)")
        #expect(run.errors.contains("ways.yaml:10:32: objective 'cross-entropy' has no option 'ttt_lenght'"), "\(run)")
        // An experiment whose arms are forgotten is one all the same.
        let lame = Self.experiment.components(separatedBy: "arms:")[0]
        let lameRun = try CommandRun.run("check", "-", input: .text(lame))
        #expect(lameRun.errors.contains("section 'arms' is missing"), "\(lameRun)")
    }

    // MARK: - Training

    @Test
    func `Whether a draft can be trained is said`() throws {
        let folder = try TemporaryFolder()
        func check(_ text: String) throws -> (text: String, entry: JSONValue) {
            let file = try folder.write(text, to: "tried.yaml").path
            let listing = try CommandRun.json("check", file, "--json", "-")
            return (try CommandRun.succeed("check", file), try #require(listing["strategies"]?.array?.first))
        }
        let plain = try check(Self.strategy)
        #expect(plain.text.hasSuffix("\n# trainable: yes, with a section 'train' that names an objective\n"))
        #expect(plain.entry["trainable"] == .bool(true) && plain.entry["obstacle_to_training"] == .null)
        let trained = try check(Self.strategy + "train: {objective: lk}\n")
        #expect(trained.text.hasSuffix("\n# trainable: yes, with objective lk\n"))
        let retrieved = try check(
            Self.strategy.replacingOccurrences(of: Self.pair, with: "draft: {policy: prompt-lookup}"))
        let obstacle = "draft policy 'prompt-lookup' has nothing that could be trained"
        #expect(retrieved.text.hasSuffix("\n# trainable: no, \(obstacle)\n"))
        #expect(retrieved.entry["trainable"] == .bool(false))
        #expect(retrieved.entry["obstacle_to_training"] == .string(obstacle))
        let heads = try check(
            Self.strategy.replacingOccurrences(of: Self.pair, with: "draft: {policy: medusa, head: demo/medusa}"))
        #expect(
            heads.text.hasSuffix(
                "\n# trainable: no, draft policy 'medusa' decodes with heads and does not train them: the official code does, "
                    + "and what it stores is read\n"))
    }

    @Test
    func `An objective for a draft that cannot be trained is a fault with its place`() throws {
        let folder = try TemporaryFolder()
        let merged = "draft: {policy: merged, of: [{policy: eagle3, head: demo/eagle3}, {policy: prompt-lookup}]}"
        let texts = [
            Self.strategy.replacingOccurrences(of: Self.pair, with: merged) + "train: {objective: lk}\n",
            Self.experiment.replacingOccurrences(of: Self.pair, with: "draft: {policy: prompt-lookup}"),
        ]
        for (text, place) in zip(texts, ["5:20: draft policy 'merged'", "10:17: draft policy 'prompt-lookup'"]) {
            let file = try folder.write(text, to: "tried.yaml").path
            let run = try CommandRun.run("check", file)
            #expect(run.status == 1 && run.output.isEmpty)
            #expect(run.errors.hasPrefix("Error: \(file):\(place) has nothing that could be trained\n"), "\(run)")
        }
    }

    // MARK: - Opening

    @Test
    func `What files name is opened on request`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.strategy, to: "tried.yaml").path
        #expect(try !CommandRun.succeed("check", file).contains("opened"))
        #expect(
            try CommandRun.succeed("check", file, "--open").hasSuffix("\n# opened: what it names is there and fits\n"))
        let listing = try CommandRun.json("check", file, "objectives", "--open", "--json", "-")
        for kind in ["strategies", "experiments"] { #expect(listing[kind]?.array?.first?["opened"] == .bool(true)) }
        // A head that is yet to be trained is opened as training does it.
        let new = Self.strategy.replacingOccurrences(of: "head: demo/eagle3", with: "head: new")
        let unborn = try folder.write(new, to: "new.yaml").path
        #expect(try CommandRun.refuse("check", unborn, "--open", showsPlace: true).contains("it has no weights yet"))
        let begun = try folder.write(new + "train: {objective: lk}\n", to: "begun.yaml").path
        #expect(try CommandRun.succeed("check", begun, "--open").contains("# opened: "))
    }

    @Test
    func `All that is wrong with what they name is told, each with its file`() throws {
        let folder = try TemporaryFolder()
        let wide = try BundledModels.copy(
            of: "demo/eagle3", replacing: "\"hidden_size\": 256", by: "\"hidden_size\": 512")
        let costs = Self.strategy.replacingOccurrences(
            of: "chain, depth: 3", with: "cost-aware, costs: /nowhere/c.json")
        let texts = [
            ("a", Self.strategy.replacingOccurrences(of: "head: demo/eagle3", with: "head: \(wide.path)")),
            ("b", costs), ("c", "target: {model: /nowhere/model}\n" + Self.strategy),
            ("d", Self.strategy + "sampling: {stop_tokens: [99999]}\n"), ("e", Self.strategy),
            ("f", Self.strategy + "train: {objective: lk}\ntrainer: {data: /nowhere/talks.jsonl}\n"),
        ]
        for (name, text) in texts {
            try folder.write(text.replacingOccurrences(of: "name: tried", with: "name: \(name)"), to: "\(name).yaml")
        }
        let run = try CommandRun.run("check", folder.path, "--open")
        #expect(run.status == 1 && run.output.isEmpty)
        let lines = run.errors.split(separator: "\n").map(String.init)
        let path = folder.path
        #expect(
            lines.contains {
                $0.hasPrefix("Error: \(path)/a.yaml:2:31: ") && $0.contains("made for a target of width 512")
            })
        #expect(lines.contains("\(path)/b.yaml: /nowhere/c.json: cannot be read: no such file or directory"))
        #expect(lines.contains { $0.hasPrefix("\(path)/c.yaml:1:17: /nowhere/model: there is no such folder or file") })
        #expect(lines.contains { $0.hasPrefix("\(path)/d.yaml:5:26: stop_tokens: token 99999 is outside") }, "\(run)")
        #expect(!run.errors.contains("e.yaml"), "\(run)")
        #expect(lines.contains { $0.hasPrefix("\(path)/f.yaml: /nowhere/talks.jsonl: ") }, "\(run)")
    }
}
