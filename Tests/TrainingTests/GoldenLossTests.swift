import Autograd
import CrossEntropyPlugin
import Foundation
import GroupTreePlugin
import JSON
import LanguageModels
import Speculation
import Tensors
import Testing
import Training

@Suite("Losses, gradients and rewards are those of an independent implementation in PyTorch")
struct GoldenLossTests {
    static func sequence(_ golden: GoldenCase) -> TrainingSequence {
        let tokens = golden.tokens
        return TrainingSequence(tokens: tokens, isAnswer: tokens.indices.map { $0 >= golden.promptLength })
    }

    @Test("each step's cross-entropy, both means, and every parameter's gradient", arguments: 0..<3)
    func crossEntropy(number: Int) throws {
        let golden = try GoldenCase.all()[number]
        let demo = try DemoTraining()
        let sequence = Self.sequence(golden)
        let traits = ObjectiveTraits(unrolledSteps: 7, needsReferenceDraft: false)
        let tape = Tape(demo.head.parameters)
        var bench = try DraftBench(sequence, in: demo.setting(traits), draft: demo.head, on: tape)
        for (step, expected) in try #require(golden.json["steps"]?.array).enumerated() {
            let sum = try bench.tokenLoss(step: step, divergence: .crossEntropy).sum().scalar
            let reference = try #require(expected["sum"]?.double)
            #expect(abs(Double(sum) - reference) < 1e-4 * reference, "step \(step)")
        }
        #expect(sequence.predictedCount == golden.integers("mask").reduce(0, +))
        let perAnswer = try #require(golden.json["steps"]?.array?.first?["mean_over_mask"]?.double)
        let answers = try TrainingTimeTest(steps: 1, mean: .answers).loss(of: sequence, on: &bench).scalar
        #expect(abs(Double(answers) - perAnswer) < 1e-4 * perAnswer)

        let loss = try TrainingTimeTest().loss(of: sequence, on: &bench)
        let expected = try #require(golden.json["loss_mean_over_sequence_decay_0.8"]?.double)
        #expect(abs(Double(loss.scalar) - expected) < 1e-4 * expected)
        let gradients = tape.gradients(of: loss)
        for (name, matrix) in zip(gradients.names, gradients.matrices) {
            let norm = matrix.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            let reference = try #require(golden.json["gradient_norms"]?[name]?.double)
            #expect(abs(norm - reference) < 1e-4 * reference, "'\(name)' has norm \(norm), not \(reference)")
        }
    }

    @Test("cross-entropy over the target's best tokens is that of a sum over them", arguments: [1, 10, 5_000])
    func topCrossEntropy(count: Int) throws {
        let golden = try GoldenCase.all()[0]
        let demo = try DemoTraining()
        let sequence = Self.sequence(golden)
        let tape = Tape(demo.head.parameters)
        let setting = demo.setting(ObjectiveTraits(unrolledSteps: 2, needsReferenceDraft: false))
        var bench = try DraftBench(sequence, in: setting, draft: demo.head, on: tape)
        var session = try TransformerSession(demo.target)
        let rows = sequence.tokens.count
        try session.run(sequence.tokens, in: .causal(past: 0, rows: rows, route: .throughput), logits: .all)
        let vocabulary = demo.head.vocabulary
        for step in 0..<2 {
            let outcome = bench.current.step(step)
            let logits = outcome.logits.value
            var expected = 0.0
            for (row, position) in outcome.positions.enumerated() {
                let target = SamplingRule(temperature: 1).distribution(of: session.logits[position + step])
                let draft = LogProbabilities(logits.values[row * logits.columns..<(row + 1) * logits.columns])
                let best = vocabulary.indices.sorted { target[vocabulary[$0]] > target[vocabulary[$1]] }.prefix(count)
                for id in best { expected -= target[vocabulary[id]] * Double(draft.value(of: id)) }
            }
            let found = try bench.tokenLoss(step: step, divergence: .topCrossEntropy(count: count)).sum().scalar
            #expect(abs(Double(found) - expected) < 1e-3 * expected, "step \(step)")
        }
    }

    @Test("logits and gradients number by number, in a sample of rows")
    func numbers() throws {
        let golden = try GoldenCase.all()[0]
        let demo = try DemoTraining()
        let sequence = Self.sequence(golden)
        let traits = ObjectiveTraits(unrolledSteps: 7, needsReferenceDraft: false)
        let tape = Tape(demo.head.parameters)
        var bench = try DraftBench(sequence, in: demo.setting(traits), draft: demo.head, on: tape)
        let samples = try GoldenCase.samples()
        for step in [0, 1, 3] {
            let outcome = bench.current.step(step)
            let expected = try #require(samples["logits_step\(step)"])
            for (place, row) in [50, 90, 127].enumerated() {
                // A row counts at a step only as long as what it predicts lies in the sequence.
                guard let found = outcome.positions.firstIndex(of: row + 1) else { continue }
                let logits = outcome.logits.value
                let worst = (0..<logits.columns).reduce(Float(0)) {
                    max($0, abs(logits[found, $1] - expected[place, $1]))
                }
                #expect(worst < 1e-3, "step \(step), row \(row)")
            }
        }
        let gradients = tape.gradients(of: try TrainingTimeTest().loss(of: sequence, on: &bench))
        for (name, matrix) in zip(gradients.names, gradients.matrices) {
            guard let expected = samples[name] else { continue }
            let stride = matrix.rows / expected.rows
            let scale = expected.values.reduce(0) { max($0, abs($1)) }
            var worst: Float = 0
            for row in 0..<expected.rows {
                for column in 0..<expected.columns {
                    worst = max(worst, abs(matrix[row * stride, column] - expected[row, column]))
                }
            }
            #expect(worst < 1e-4 * scale, "'\(name)' is off by \(worst / scale) of its largest")
        }
        // The output head's gradient is known by its norm alone.
        #expect(Set(gradients.names).subtracting(samples.names) == ["lm_head.weight"])
    }

    @Test("trees, rewards and longest accepted sequences", arguments: 0..<3)
    func groupTree(number: Int) throws {
        let golden = try GoldenCase.all()[number]
        let demo = try DemoTraining()
        let traits = ObjectiveTraits(unrolledSteps: 1, needsReferenceDraft: true)
        let tape = Tape(demo.head.parameters)
        var bench = try DraftBench(
            Self.sequence(golden), in: demo.setting(traits, temperature: 1), draft: demo.head, on: tape)
        let expected = try #require(golden.json["gto"])
        let positions = (expected["rows"]?.array ?? []).compactMap(\.integer).map { $0 + 1 }
        let trees = try bench.trees(at: positions, by: .current)
        #expect(trees == (try bench.trees(at: positions, by: .reference)))
        let first = try #require(expected["tree_of_first_row"])
        #expect(Array(trees[0].tokens.dropFirst()) == (first["tokens"]?.array ?? []).compactMap(\.integer))
        #expect(trees[0].parents.dropFirst().map { $0 - 1 } == (first["parents"]?.array ?? []).compactMap(\.integer))
        let scores = (first["draft_logprob"]?.array ?? []).compactMap(\.double)
        for (found, reference) in zip(trees[0].scores.dropFirst(), scores) {
            #expect(abs(Double(found) - reference) < 1e-3)
        }
        let opinions = try bench.opinions(on: trees, at: positions, temperature: nil)
        for (name, reward) in [
            ("lse", TreeReward(aggregation: .logSumExp)), ("node_sum", TreeReward(aggregation: .nodeSum)),
        ] {
            let rewards = (expected["reward"]?[name]?.array ?? []).compactMap(\.double)
            #expect(rewards.count == trees.count)
            for (place, reference) in rewards.enumerated() {
                let found = reward.value(of: trees[place], opinions[place].probabilities)
                #expect(abs(found - reference) < 1e-4 * max(reference, 1), "\(name) at \(positions[place])")
            }
        }
        let accepted = (expected["longest_accepted"]?.array ?? []).map { ($0.array ?? []).compactMap(\.integer) }
        #expect(zip(trees, opinions).map { tree, opinion in opinion.acceptedPath.map { tree.tokens[$0] } } == accepted)
        let greedy = try bench.opinions(on: trees, at: positions, temperature: 0)
        #expect(greedy.map(\.acceptedPath) == opinions.map(\.acceptedPath))
    }
}
