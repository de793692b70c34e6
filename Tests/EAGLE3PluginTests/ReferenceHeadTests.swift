import Autograd
import EAGLE3Plugin
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing
import Training

/// Heads of every layout and switch give what an independent computation in double precision gives.
struct ReferenceHeadTests {
    /// The largest difference from the reference of a draft's log-probabilities along the chain.
    private func difference(of policy: any DraftPolicy, from head: ReferenceHead) throws -> Double {
        let (prompt, chain) = (ReferenceHead.prompt, ReferenceHead.chain)
        var session = try policy.begin(DraftBeginning())
        let features = LayerFeatures(states: try ReferenceHead.features(for: policy.features))
        try session.commit(
            Commitment(tokens: Array(prompt.dropLast()), next: prompt[prompt.count - 1], features: features, round: nil)
        )
        session.beginRound()
        var tree = TokenTree(root: prompt[prompt.count - 1])
        var worst = 0.0
        for (step, expected) in head.logProbabilities.enumerated() {
            let children = try session.expand(
                Frontier([tree.count - 1], width: ReferenceHead.target.vocabularySize), of: tree)
            let pairs = zip(children.tokens, children.logProbabilities)
            let found = Dictionary(pairs.map { ($0, Double($1 ?? .nan)) }) { first, _ in first }
            #expect(found.keys.sorted() == head.vocabulary)
            for (token, number) in zip(head.vocabulary, expected) {
                worst = max(worst, abs((found[token] ?? .infinity) - number))
            }
            guard step < chain.count else { break }
            var child = Candidates()
            child.append(chain[step], after: tree.count - 1, logProbability: nil)
            tree.attach(child)
        }
        return worst
    }

    @Test(arguments: try ReferenceHead.all())
    func `Drafting agrees`(head: ReferenceHead) throws {
        let worst = try difference(of: head.folders().open().policy(), from: head)
        #expect(worst < 1e-5, "\(worst)")
    }

    /// The prompt's features, and zeros for rows that it does not reach, which training asks for too.
    private func features(for trainable: any TrainableDraft, rows: Int) throws -> DenseMatrix<Float> {
        let known = try ReferenceHead.features(for: trainable.features)
        let zeros = [Float](repeating: 0, count: (rows - known.rows) * known.columns)
        return DenseMatrix(Array(known.values) + zeros, rows: rows, columns: known.columns)
    }

    @Test(arguments: try ReferenceHead.all())
    func `Unrolled training sees the same`(head: ReferenceHead) throws {
        let trainable = try head.folders().trainable()
        let tokens = ReferenceHead.prompt + ReferenceHead.chain + [0]
        let sequence = TrainingSequence(tokens: tokens, isAnswer: [Bool](repeating: true, count: tokens.count))
        let features = try features(for: trainable, rows: tokens.count)
        var rollOut = trainable.rollOut(
            over: sequence, features: features, with: NamedVariables(constant: trainable.parameters),
            steps: head.logProbabilities.count)
        for (number, expected) in head.logProbabilities.enumerated() {
            let step = rollOut.step(number)
            let row = try #require(step.positions.firstIndex(of: ReferenceHead.prompt.count - 1))
            let found = step.logits.logSoftmax().value
            for (column, value) in expected.enumerated() {
                #expect(abs(Double(found[row, column]) - value) < 1e-5, "step \(number)")
            }
        }
    }

    @Test(arguments: try ReferenceHead.all())
    func `Gradients of every part agree with differences`(head: ReferenceHead) throws {
        let trainable = try head.folders().trainable()
        let tokens = ReferenceHead.prompt
        let sequence = TrainingSequence(tokens: tokens, isAnswer: [Bool](repeating: true, count: tokens.count))
        let features = try features(for: trainable, rows: tokens.count)
        func loss(_ weights: NamedVariables<Float>) -> Variable<Float> {
            var rollOut = trainable.rollOut(over: sequence, features: features, with: weights, steps: 3)
            return (0..<3).map { number in
                let logits = rollOut.step(number).logits
                let columns = (0..<logits.rows).map { (5 * $0 + number) % logits.columns }
                return logits.tokenLogProbabilities(columns).mean()
            }.reduce(Variable(constant: DenseMatrix(scalar: 0))) { $0 + $1 }
        }
        let tape = Tape(trainable.parameters)
        let gradients = tape.gradients(of: loss(NamedVariables(tape)))
        for (name, matrix) in zip(gradients.names, gradients.matrices) {
            // Along the gradient itself the loss changes by its squared length.
            let length = matrix.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            if head.name == "norm_output: false of SpecForge", name == "norm.weight" {
                #expect(length == 0)
                continue
            }
            let step = 0.01 / max(length, 1e-6)
            let losses = [step, -step].map { step -> Double in
                var moved = NamedMatrices<Float>()
                for (other, start) in zip(gradients.names, trainable.parameters.matrices) {
                    let numbers = zip(start.values, matrix.values).map { $0 + Float(step) * $1 }
                    moved.append(
                        other, other == name ? DenseMatrix(numbers, rows: start.rows, columns: start.columns) : start)
                }
                return Double(loss(NamedVariables(constant: moved)).scalar)
            }
            let slope = (losses[0] - losses[1]) / (2 * step)
            #expect(length > 0, "\(name)")
            #expect(abs(slope - length * length) < 0.02 * length * length + 1e-4 * length, "\(name) \(slope) \(length)")
        }
    }

    @Test(arguments: try ReferenceHead.all(), DraftLayout.heads)
    func `Exports are read back with every number, or refused for a reason`(
        head: ReferenceHead, layout: DraftLayout
    ) throws {
        let folders = try head.folders()
        guard let exported = try? folders.exported(in: layout) else {
            let refusal = try folders.refusal { _ = try $0.exported(in: layout) }
            #expect(refusal.hasPrefix("HEAD: cannot be stored in layout '\(layout.rawValue)': "), "\(refusal)")
            return
        }
        #expect(try difference(of: exported.open().policy(), from: head) < 1e-5)
        if layout == .speculators {
            #expect(try exported.tensors()["embed_tokens.weight"]?.shape.first == 40)
        }
    }
}
