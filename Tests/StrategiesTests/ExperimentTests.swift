import Foundation
import JSON
import Speculation
import Strategies
import Testing

@Suite("An experiment file is resolved into strategies that differ only where it says so")
struct ExperimentTests {
    static let shared = """
        # What it is for.
        draft: {policy: eagle3, head: h}
        tree: {builder: dynamic, depth: 6, top_k: 8, total_tokens: 32}
        verify: {verifier: sampling}
        trainer: {learning_rate: 1e-3, batch: 2}

        """
    static let arms = """
        seeds: [4, 0]
        arms:
          - {objective: cross-entropy}
          - {objective: group-tree, groups: 4, trainer: {learning_rate: 1e-4}}
          - {name: mine, objective: soft-tree, omega: 2, tree: {builder: dynamic, depth: 5, top_k: 6, total_tokens: 24}}

        """

    static func experiment(_ text: String, _ overrides: ExperimentOverrides = .init()) throws -> Experiment {
        try ExperimentReader(strategies: reader(), overrides: overrides).read(text: text, name: "some/trial.yaml")
    }

    @Test("arms have the shared options, their own in place of them, the budget and their seeds")
    func arms() throws {
        let experiment = try Self.experiment(Self.shared + Self.arms + "budget: {flops: 2e13}\n")
        #expect(experiment.name == "trial")
        #expect(experiment.comment == "What it is for.")
        #expect(experiment.budget == .flops(2e13))
        #expect(experiment.seeds == [4, 0])
        #expect(
            experiment.arms.map(\.name) == ["cross-entropy", "group-tree groups=4 learning_rate=1e-4", "mine"])
        #expect(experiment.arms[1].fileName == "group-tree_groups=4_learning_rate=1e-4")
        for arm in experiment.arms {
            #expect(arm.runs.map(\.seed) == [4, 0])
            let trainers = arm.runs.compactMap(\.strategy.training?.trainer)
            #expect(trainers.map(\.seed) == [4, 0])
            #expect(trainers.allSatisfy { $0.flops == 2e13 && $0.steps == 0 && $0.seconds == 0 && $0.batch == 2 })
        }
        let trainings = experiment.arms.compactMap(\.runs.first?.strategy.training)
        #expect(trainings.map(\.objective.name) == ["cross-entropy", "group-tree", "soft-tree"])
        #expect(trainings.map(\.trainer.learningRate) == [1e-3, 1e-4, 1e-3])
        #expect(trainings[1].objective.options.first { $0.name == "groups" }?.value.text == "4")
        let nodes = experiment.arms.compactMap { $0.runs.first?.strategy.builder?.product.traits.maximumNodes }
        #expect(nodes == [32, 32, 24])
        #expect(experiment.start.training == nil)
    }

    @Test("an arm's strategy is the one that a strategy file with its sections gives")
    func sameAsStrategyFile() throws {
        let experiment = try Self.experiment(Self.shared + Self.arms + "budget: {steps: 7}\n")
        let text =
            Self.shared.replacing("batch: 2}", with: "batch: 2, steps: 7, seed: 4}")
            + "train: {objective: cross-entropy}\n"
        let alone = try reader().read(text: text, name: "some/trial.yaml")
        #expect(experiment.arms[0].runs[0].strategy.resolvedText == alone.resolvedText)
    }

    @Test("heads are measured at the strategy's own tree unless others are listed")
    func trees() throws {
        let own = try Self.experiment(Self.shared + Self.arms + "budget: {seconds: 3}\n")
        #expect(own.trees.map(\.name) == ["dynamic-6-8-32"])
        let text = "evaluate: {trees: [{builder: chain, depth: 3}, {name: wide, builder: static, paths: [0, 1]}]}\n"
        let listed = try Self.experiment(Self.shared + Self.arms + "budget: {seconds: 3}\n" + text)
        #expect(listed.trees.map(\.name) == ["chain-3", "wide"])
        #expect(listed.trees.compactMap { $0.strategy.builder?.product.traits.maximumNodes } == [3, 2])
        #expect(listed.trees.allSatisfy { $0.strategy.training == nil })
    }

    @Test("the command line's budget and seeds replace the file's, which may then be absent")
    func overrides() throws {
        let overrides = ExperimentOverrides(budget: .seconds(9), seeds: [7])
        for budget in ["", "budget: {steps: 3}\n"] {
            let experiment = try Self.experiment(Self.shared + Self.arms + budget, overrides)
            #expect(experiment.budget == .seconds(9))
            let trainer = experiment.arms[0].runs.first?.strategy.training?.trainer
            #expect(trainer?.seed == 7 && trainer?.seconds == 9 && trainer?.steps == 0)
        }
    }

    @Test("some arms can be kept, and none that is not there")
    func narrowing() throws {
        let experiment = try Self.experiment(Self.shared + Self.arms + "budget: {steps: 3}\n")
        #expect(experiment.keeping(arms: ["mine", "cross-entropy"])?.arms.map(\.name) == ["cross-entropy", "mine"])
        #expect(experiment.keeping(arms: ["mine", "other"]) == nil)
    }

    @Test("the resolved form holds what is varied with every default")
    func resolvedForm() throws {
        let experiment = try Self.experiment(Self.shared + Self.arms + "budget: {steps: 3}\n")
        let resolved = try JSONValue(encoding: experiment.resolved)
        #expect(resolved["budget"]?.text == #"{"steps":3}"#)
        #expect(resolved["seeds"]?.text == "[4,0]")
        #expect(
            resolved["draft"]?.text
                == #"{"dtype":"stored","head":"h","inputs":"auto","kv_dtype":"auto","policy":"eagle3"}"#)
        let arm = try #require(resolved["arms"]?.array?.last)
        #expect(arm["name"] == .string("mine"))
        #expect(arm["train"]?["omega"]?.double == 2 && arm["train"]?["temperature"]?.double == 1)
        #expect(arm["tree"]?["total_tokens"] == .integer(24))
    }

    @Test("every shipped experiment reads, opens with its purpose, and has three seeds")
    func shippedFiles() throws {
        let folder = ReadingTests.folder.appendingPathComponent("experiments")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(
            names == [
                "aggregation.yaml", "debiasing.yaml", "decoding-tree.yaml", "group-size.yaml",
                "gto-vs-cross-entropy.yaml", "objectives.yaml",
            ])
        for name in names {
            let experiment = try ExperimentReader(strategies: reader()).read(folder.appendingPathComponent(name))
            #expect(name == experiment.name + ".yaml")
            #expect(experiment.comment?.hasSuffix(".") == true)
            #expect(experiment.seeds == [0, 1, 2])
            #expect(experiment.arms.count >= 2)
        }
    }
}
