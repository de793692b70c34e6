import Autograd
import CrossEntropyPlugin
import DynamicPlugin
import Foundation
import GroupTreePlugin
import LKPlugin
import ModelTestKit
import SoftTreePlugin
import Speculation
import Tensors
import Testing
import Training

@Suite("Training goes on from any state as if it had never stopped")
struct TrainerTests {
    static let objectives = ["cross-entropy", "lk", "group-tree", "soft-tree"]

    static func objective(_ name: String) throws -> any Objective {
        let registry = try PluginRegistry([
            CrossEntropy.self, LKLoss.self, GroupTree.self, SoftTree.self,
        ])
        return try #require(registry.objectives[name]).example
    }

    static func options(seed: UInt64 = 7) -> TrainerOptions {
        var reader = OptionReader.describing()
        var options = TrainerOptions(from: &reader)
        options.steps = 4
        options.batch = 2
        options.learningRate = 1e-3
        options.seed = seed
        return options
    }

    static func trainer(
        _ demo: DemoTraining, _ name: String, options: TrainerOptions = options(), state: TrainerState? = nil
    ) throws -> Trainer {
        let strategy = TrainedStrategy(
            target: demo.target, builder: DynamicTree(depth: 3, topK: 2, totalTokens: 5), temperature: 0)
        let sequences = try GoldenCase.all().map { GoldenLossTests.sequence($0) }
        return try Trainer(
            strategy, draft: demo.head, objective: objective(name), sequences: sequences, options: options,
            state: state)
    }

    @Test("a state written and read in the middle leads to the same bits", arguments: objectives)
    func resumption(name: String) throws {
        let demo = try DemoTraining()
        var whole = try Self.trainer(demo, name)
        for _ in 0..<3 { _ = try whole.update() }

        let temporary = try TemporaryFolder()
        let path = temporary.url.appendingPathComponent("run").path
        var first = try Self.trainer(demo, name)
        _ = try first.update()
        try RunFolder(path).save(first.state, identity: RunIdentity(trained: ["a": "b"]))
        let resumption = try RunFolder(path).resumption(
            fitting: demo.head.parameters, identity: RunIdentity(trained: ["a": "b"]))
        #expect(resumption.remarks.isEmpty)
        // Compared outside of the expectation, which would print millions of numbers.
        let isRestored = resumption.state == first.state
        #expect(isRestored)
        var second = try Self.trainer(demo, name, state: resumption.state)
        for _ in 0..<2 { _ = try second.update() }
        let isSame =
            second.state.parameters == whole.state.parameters && second.state.optimizer == whole.state.optimizer
        #expect(isSame)
        #expect(second.state.spent == whole.state.spent)
        let hasLearnt = second.state.parameters != demo.head.parameters
        #expect(hasLearnt)
    }

    @Test("another seed leads elsewhere")
    func seeds() throws {
        let demo = try DemoTraining()
        var (one, other) = (
            try Self.trainer(demo, "cross-entropy"),
            try Self.trainer(demo, "cross-entropy", options: Self.options(seed: 8))
        )
        for _ in 0..<2 {
            _ = try one.update()
            _ = try other.update()
        }
        let differ = one.state.parameters != other.state.parameters
        #expect(differ)
    }

    @Test("cross-entropy falls on the sequences that are trained on", arguments: ["cross-entropy", "lk"])
    func learning(name: String) throws {
        let demo = try DemoTraining()
        var options = Self.options()
        options.batch = 3
        options.steps = 8
        var trainer = try Self.trainer(demo, name, options: options)
        let losses = try (0..<8).map { _ in try trainer.update().loss }
        #expect(losses[7] < losses[0])
        #expect(trainer.isDone)
    }

    @Test("the kept head lies between the start and what is trained, and training does not see it")
    func startShare() throws {
        let demo = try DemoTraining()
        var options = Self.options()
        var plain = try Self.trainer(demo, "cross-entropy", options: options)
        options.startShare = 0.25
        var keeping = try Self.trainer(demo, "cross-entropy", options: options)
        let isStart = keeping.trainedDraft.parameters == demo.head.parameters
        #expect(isStart)
        for _ in 0..<2 {
            _ = try plain.update()
            _ = try keeping.update()
        }
        let isSame = keeping.state.parameters == plain.state.parameters
        #expect(isSame)
        for (place, kept) in keeping.trainedDraft.parameters.matrices.enumerated() {
            let (start, trained) = (demo.head.parameters.matrices[place], plain.state.parameters.matrices[place])
            let worst = kept.values.indices.reduce(Float(0)) {
                max($0, abs(kept.values[$1] - (0.25 * start.values[$1] + 0.75 * trained.values[$1])))
            }
            #expect(worst < 1e-6)
        }
    }

    @Test("a parameter that is no number ends training and leaves the state as it was")
    func divergence() throws {
        let demo = try DemoTraining()
        var state = TrainerState(parameters: demo.head.parameters)
        state.parameters["norm.weight"]?[0, 0] = .nan
        var trainer = try Self.trainer(demo, "cross-entropy", state: state)
        let error = #expect(throws: TrainingError.self) { _ = try trainer.update() }
        #expect(error == .notFinite("the draft's logits"))
        #expect(trainer.state.step == 0)
    }

    @Test("rounded factors change an update a little, and nothing but the products", arguments: objectives)
    func products(name: String) throws {
        let demo = try DemoTraining()
        var records: [TrainingProducts: UpdateRecord] = [:]
        for products in TrainingProducts.allCases {
            var options = Self.options()
            options.products = products
            var trainer = try Self.trainer(demo, name, options: options)
            records[products] = try trainer.update()
        }
        let (single, rounded) = (try #require(records[.single]), try #require(records[.bfloat16]))
        #expect(single.gradientNorm != rounded.gradientNorm)
        #expect(abs(single.gradientNorm - rounded.gradientNorm) < 0.05 * single.gradientNorm)
        for (one, other) in zip(single.terms, rounded.terms) {
            #expect(abs(one.value - other.value) < 0.01 * abs(one.value) + 0.01)
        }
        let automatic = TrainingProducts.auto.rounding == .bfloat16 ? rounded : single
        #expect(records[.auto]?.gradientNorm == automatic.gradientNorm)
    }
}
