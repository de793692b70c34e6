import Autograd
import CrossEntropyPlugin
import DemoModel
import DynamicPlugin
import Foundation
import LanguageModels
import ModelTestKit
import SmallModelPlugin
import Speculation
import Tensors
import Testing
import Training

/// A small model is trained on its own way along sequences: what it sees is what decoding sees.
struct SmallModelTrainingTests {
    let target: Transformer
    let context: DraftLoading
    let small: any TrainableDraft
    let tokens: [Token]
    let sequence: TrainingSequence

    init() throws {
        target = try Transformer(at: try #require(try BundledFiles.model("demo")))
        context = DraftLoading(target: TransformerTarget(target)) { name in
            try BundledFiles.model(name) ?? URL(fileURLWithPath: name)
        }
        small = try SmallModelRecipe(model: "demo-small").trainable(in: context, from: .head, seed: 0, proposing: nil)
        let golden = try GoldenCase.all()[1]
        tokens = golden.tokens
        sequence = GoldenLossTests.sequence(golden)
    }

    private func bench(
        _ steps: Int, on tape: Tape<Float>, builder: any TreeBuilder = DynamicTree(depth: 4, topK: 3, totalTokens: 9)
    ) throws -> DraftBench {
        let traits = ObjectiveTraits(unrolledSteps: steps, needsReferenceDraft: true)
        let setting = BenchSetting(target: target, builder: builder, temperature: 0, traits: traits, start: small)
        return try DraftBench(sequence, in: setting, draft: small, on: tape)
    }

    /// A session of the model that has read a prefix, its last token being the root.
    private func session(at position: Int, of draft: any TrainableDraft) throws -> any DraftSession {
        var session = try draft.policy().begin(DraftBeginning())
        try session.commit(
            Commitment(tokens: Array(tokens[..<position]), next: tokens[position], features: nil, round: nil))
        session.beginRound()
        return session
    }

    @Test
    func `The unrolled steps' logits are those of decoding a chain`() throws {
        var bench = try bench(3, on: Tape(small.parameters))
        let position = 60
        var session = try session(at: position, of: small)
        var tree = TokenTree(root: tokens[position])
        for step in 0..<3 {
            let candidates = try session.expand(Frontier([step], width: small.vocabulary.count), of: tree)
            let outcome = bench.current.step(step)
            let row = try #require(outcome.positions.firstIndex(of: position))
            let expected = outcome.logits.logSoftmax().value
            for (token, logProbability) in zip(candidates.tokens, candidates.logProbabilities) {
                #expect(abs((logProbability ?? .nan) - expected[row, token]) < 1e-4)
            }
            var next = Candidates()
            next.append(tokens[position + 1 + step], after: step, logProbability: nil)
            tree.attach(next)
        }
    }

    @Test
    func `Trees of many positions at once are those that decoding grows one by one`() throws {
        let builder = DynamicTree(depth: 4, topK: 3, totalTokens: 9)
        var bench = try bench(1, on: Tape(small.parameters), builder: builder)
        let positions = [1, 2, 60, 63, tokens.count - 2]
        for (position, tree) in zip(positions, try bench.trees(at: positions, by: .current)) {
            var session = try session(at: position, of: small)
            var builder = builder
            var expected = TokenTree(root: tokens[position])
            let situation = RoundSituation(contextLength: position, remainingDepth: 100)
            while let frontier = builder.nextFrontier(of: expected, in: situation) {
                expected.attach(try session.expand(frontier, of: expected))
            }
            expected = builder.prune(expected, in: situation)
            #expect(tree.tokens == expected.tokens, "position \(position)")
            #expect(tree.parents == expected.parents, "position \(position)")
        }
    }

    @Test
    func `A path's log-probability is the sum of its steps', and its slope that of finite differences`() throws {
        let tape = Tape(small.parameters)
        var bench = try bench(3, on: tape)
        let positions = [64, 60, 70]
        let paths = positions.map { Array(tokens[$0 + 1...$0 + 3]) }
        let sums = try bench.logProbabilities(of: paths, at: positions, by: .current)
        let (values, known) = try bench.pathLogProbabilities(at: positions, depth: 3)
        #expect(known == [3, 3, 3])
        for place in positions.indices {
            let unrolled = values.reduce(0) { $0 + $1.numbers[place] }
            #expect(abs(sums.numbers[place] - unrolled) < 1e-3)
        }
        let gradients = tape.gradients(of: sums.sum())
        for (name, matrix) in zip(gradients.names, gradients.matrices) {
            #expect(matrix.values.contains { $0 != 0 }, "'\(name)' has no gradient")
        }
        func value(moving name: String, _ place: Int, by step: Float) throws -> Double {
            var moved = small
            let parameters = small.parameters
            var changed = NamedMatrices<Float>()
            for (other, matrix) in zip(parameters.names, parameters.matrices) {
                var numbers = matrix.values
                if other == name { numbers[place] += step }
                changed.append(other, DenseMatrix(numbers, rows: matrix.rows, columns: matrix.columns))
            }
            moved.parameters = changed
            let setting = BenchSetting(
                target: target, builder: DynamicTree(depth: 2, topK: 1, totalTokens: 2), temperature: 0,
                traits: ObjectiveTraits(unrolledSteps: 1, needsReferenceDraft: false), start: moved)
            var bench = try DraftBench(sequence, in: setting, draft: moved, on: Tape(changed))
            return try bench.logProbabilities(of: paths, at: positions, by: .current).numbers.reduce(0, +)
        }
        for name in [
            "model.norm.weight", "model.layers.0.input_layernorm.weight", "model.layers.1.mlp.down_proj.weight",
        ] {
            let slope = try #require(gradients[name]).values
            let place = try #require(slope.indices.max { abs(slope[$0]) < abs(slope[$1]) })
            let step: Float = 2e-3
            let rise = try value(moving: name, place, by: step) - value(moving: name, place, by: -step)
            let found = rise / Double(2 * step)
            #expect(abs(found - Double(slope[place])) < 0.02 * abs(found) + 1e-3, "\(name): \(found), \(slope[place])")
        }
    }

    @Test
    func `Updates lower the loss, and the stored model decodes as the trained one`() throws {
        let strategy = TrainedStrategy(
            target: target, builder: DynamicTree(depth: 3, topK: 2, totalTokens: 5), temperature: 0)
        var options = TrainerTests.options()
        (options.learningRate, options.batch, options.steps) = (1e-3, 1, 30)
        var reader = OptionReader([OptionMember(name: "ttt_length", value: OptionValue(.integer(1)))], at: .nowhere)
        var trainer = try Trainer(
            strategy, draft: small, objective: CrossEntropy(from: &reader), sequences: [sequence], options: options)
        var losses: [Double] = []
        for _ in 0..<30 { losses.append(try trainer.update().terms.reduce(0) { $0 + $1.value }) }
        // The entropy of the target, which no draft falls below, is most of the loss.
        #expect(losses[29] < losses[0] - 0.1, "\(losses)")

        let trained = trainer.trainedDraft
        #expect(trained.layout == .huggingFace)
        let folder = try TemporaryFolder()
        for file in try trained.files(in: .huggingFace, storing: .float32) {
            try file.content.write(to: folder.url.appendingPathComponent(file.name))
        }
        let again = try SmallModelRecipe(model: folder.url.path)
            .trainable(in: context, from: .head, seed: 0, proposing: nil)
        #expect(again.parameters == trained.parameters)
        var (own, stored) = (try session(at: 60, of: trained), try session(at: 60, of: again))
        let tree = TokenTree(root: tokens[60])
        let found = try stored.expand(Frontier([0], width: 20), of: tree)
        let expected = try own.expand(Frontier([0], width: 20), of: tree)
        #expect(found.tokens == expected.tokens)
        #expect(found.logProbabilities == expected.logProbabilities)
    }

    @Test
    func `A random start is the seed's`() throws {
        let recipe = SmallModelRecipe(model: "demo-small")
        let random = try recipe.trainable(in: context, from: .random, seed: 3, proposing: nil).parameters
        #expect(random.names == small.parameters.names)
        #expect(random != small.parameters)
        #expect(try recipe.trainable(in: context, from: .random, seed: 3, proposing: nil).parameters == random)
        #expect(random["model.norm.weight"]?.values.allSatisfy { $0 == 1 } == true)
    }

    @Test
    func `What heads can and models cannot is refused`() throws {
        let recipe = SmallModelRecipe(model: "demo-small")
        let cases: [(TrainingStart, [Token]?, String)] = [
            (.head, [1, 2], "draft_vocabulary is for heads: a model proposes all of its 4096 tokens"),
            (.target, nil, "init: target is for heads; a model starts from its own weights, or others of its sizes"),
        ]
        for (start, vocabulary, message) in cases {
            let error = #expect(throws: ModelError.self) {
                try recipe.trainable(in: context, from: start, seed: 0, proposing: vocabulary)
            }
            #expect(error?.description.hasSuffix(message) == true)
        }
        let error = #expect(throws: ModelError.self) { try small.files(in: .speculators, storing: .float32) }
        #expect(error?.description.contains("cannot be stored in layout 'speculators'") == true)
    }
}
